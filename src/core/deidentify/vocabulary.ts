/**
 * Imaging words that may stay in a description under Clean Descriptors (PS3.15 section E.3.5), in
 * English and French, folded (lower case, no accents). All other words are removed, because any
 * other word of a free text can be a name.
 */
const WORDS: ReadonlySet<string> = new Set(
  `
2d 3d 4d a abd abdomen abdominal abdominale acquisition adc add adrenal aine aisselle and angio angiographie
angiography ankle anterieur anterieure anterior antero aorta aorte aortic ap apnee appendix arm art artere arteres
arterial arteriel arterielle arteries artery arthro arthrography au aux avec ax axi axial axiale axiales axilla basse
bassin bh bilateral bilaterale bladder body bold bone bones both bouche bowel brachial brain bras breast breasts
breathhold breathing bronches bronchus brust cage calf calibration cardiac cardiaque carotid cartilage cc cerebral
cerebrale cerebro cerveau cervical cervicale chest cheville cine ciss clavicle clavicule cm coccyx coeur col colon
colonne contrast contraste contrasted convex cor corne coro coronal coronale coronales coronary corps cortex corticale
cote cotes cou coude coupe coupes cr crane cranial ct cta cube cuisse d2d d3d de decubitus delay delayed derived des
diffusion dixon doigt doppler dorsal dorsale dotarem dp droit droite dti du dual dwi dx dyn dynamic dynamique early
eau ecg echo echographie elastography elbow en encephale enhanced entier epais epaisse epaule epaules epi equilibrium
esophagus estomac et exam examen excretory expiration ext extremity eye face facial fantome fast fat fatsat femoral
femur fenetre fesse ffe field fiesta filter filtre fine finger fl flair flash fluoro foie foot for forearm fossa fov
free frontal frontale fs fse full gado gadolinium gadovist gallbladder gastro gated gating gauche gd ge genou genoux
gradient graisse gre hanche hand haste haute hd head heart hepatic hepatique high hip hr hrct humerus hz iliac image
images in inferieur inferior inhibition inj injecte injected injectee injection inphase inspiration intestine inv
inversion iode iodinated iodine iohexol iomeron iopamidol iopromide ir irm iv jambe kernel kidney kidneys knee knees
kv kvp la langue larynx lat late lateral laterale lava le left leg les lesion ligament limb liver lm loc localiser
localizer localizers lombaire long longitudinal low lower lt lumbar lung lungs lymph ma machoire mag magnevist main
mammaire mammary mammo mammographie mammography mandible mas maxilla mean med medial median mediastinum membre menisci
meniscus menisque menisques mhz min minip mip ml mlo mm moelle mollet mpr mprage mr mra mrcp mri ms multihance muscle
muscles nasal natif native navigator neck nephrographic nerve nez no non nose not nuque obl oblique oeil of omnipaque
on opp opposed optiray or orbit orbite orbits oreille original orteil os ou ovaire ovary pa pancreas parotid parotide
pat patella pc pd pdw peau pelvic pelvien pelvienne pelvis perfusion pet phalange phantom pharynx phase phases pied
pieds pituitary placenta plain plane pleura plus po poignet poitrine ponderation ponderee portal portale portovenous
post posterieur posterieure posterior poumon poumons pre precoce precontrast primary prone prostate prostatique
protocol protocole proton pulmonary quality rachis radio radiographie radiography radius rapide rate recon
reconstruction recovery rectum reformat reformatted rein reins renal renale reperage resolution respiratory rib ribs
right rotule routine rt sacrum sag sagit sagittal sagittale sagittales sans sat saturation scan scanner scapula scout
scrotum se sec secondaire secondary sein seins seq sequence sequences serie series short shoulder sinus sinuses skull
slice slices soft soustraction space spair spect spgr spin spine spir spleen ssfse standard sternum stir stomach study
sub subtraction superieur superior supine surrenale surview swi t1 t1w t2 t2* t2w tap tardif tardive tdm temporal
temps tendon tep tesla test testis tete tfe the thick thigh thin thoracic thoracique thoraco thorax thrive throat
thyroid thyroide tibia tibial tight time tirm tissue tissus to toe tof tomo tomography tomosynthese tomosynthesis
topogram trachea trans transversal transverse trigger triggered tronc trufisp tse turbo ulna ultrasonography
ultrasound ultravist upper ureter urethra us uterus vascular vein veine veineux veins venous vertebra vertebral vessel
vessie vibe view visage visipaque voies volume vr vue wall water weighted whole window with without wrist xd xenetix
xr yz
`
    .trim()
    .split(/\s+/),
);

/** Words without meaning when they stand alone. */
const CONNECTING: ReadonlySet<string> = new Set(
  'a and or of the de du des le la les et ou au aux en in on to for not no with without avec sans'.split(' '),
);

/** Measures such as `3mm`, `1.5t`, `b1000`, `te30` and `120kv`. Bare numbers can be identifiers. */
const MEASURE =
  /^(?:\d{1,4}(?:[.,]\d{1,2})?(?:mm|cm|ms|s|sec|min|kv|kvp|ma|mas|t|hz|mhz)|b\d{1,4}|t[er]\d{1,5})$/;

/** Lower case, without accents. */
export function folded(text: string): string {
  return withoutAccents(text).toLowerCase();
}

/** True for an article, a preposition and the like (folded). */
export function isConnectingWord(word: string): boolean {
  return CONNECTING.has(word);
}

/** True for a word (folded) of the imaging vocabulary. */
export function isImagingWord(word: string): boolean {
  return WORDS.has(word);
}

/**
 * A person's name follows these titles. `Mr` only in this spelling: in capitals it is a modality.
 */
const TITLES: ReadonlySet<string> = new Set(
  'dr dra doctor docteur pr prof professor professeur mme mlle mrs miss madame mademoiselle monsieur mister herr frau'.split(
    ' ',
  ),
);
const CASED_TITLE = /^(?:Mr\.?|M\.)$/;
/** Maximum number of words after a title that are treated as its name. */
export const NAMED_AFTER_TITLE = 2;

/** True for a title before a name: "Dr", "Mme", "M.". Points at its end do not matter. */
export function isTitle(token: string): boolean {
  return CASED_TITLE.test(token) || TITLES.has(token.toLowerCase().replace(/[.,]+$/, ''));
}

const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * Keeps the imaging words and measures of a free text, in order and without accents, and removes
 * the rest. Imaging words that are names in this source are removed too. Empty when only connecting
 * words are left. Cleaning a cleaned text changes nothing.
 *
 * @param names words (folded) of the names of people in the source: for a person called Long or
 * Head, that word is removed from descriptions
 */
export function cleanedText(text: string, names: ReadonlySet<string> = NO_NAMES): string {
  if (names === NO_NAMES) return cleaned(text, names);
  let known = cleanedBefore.get(names);
  if (known === undefined || known.size >= MOST_TEXTS) cleanedBefore.set(names, (known = new Map()));
  const before = known.get(text);
  if (before !== undefined) return before;
  const words = cleaned(text, names);
  known.set(text, words);
  return words;
}

/**
 * The images of an exam have the same texts and names. The cache is released together with the
 * names.
 */
const cleanedBefore = new WeakMap<ReadonlySet<string>, Map<string, string>>();
const MOST_TEXTS = 1000;

function cleaned(text: string, names: ReadonlySet<string>): string {
  const kept: string[] = [];
  let named = 0;
  for (const raw of withoutAccents(text).split(/[^\p{L}\p{N}.,*]+/u)) {
    const token = raw.replace(/^[.,]+|[.,]+$/g, '');
    const word = token.toLowerCase();
    if (isTitle(raw)) named = NAMED_AFTER_TITLE;
    else if (token !== '' && named > 0) named--;
    else if ((WORDS.has(word) && !names.has(word)) || MEASURE.test(word)) kept.push(token);
  }
  return kept.some((token) => !CONNECTING.has(token.toLowerCase())) ? kept.join(' ') : '';
}

/** Matches text that is entirely ASCII. */
// eslint-disable-next-line no-control-regex -- ASCII begins with controls
const PLAIN = /^[\x00-\x7f]*$/;

/** The text without its accents. */
export function withoutAccents(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
