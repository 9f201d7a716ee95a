/**
 * Words that may stay in descriptions under Clean Descriptors (PS3.15 section E.3.5): imaging vocabulary in English and French that
 * names no one. What is not here goes. Also the words that the scan for echoes passes over.
 */
const WORDS = `
abdomen abdominal abdominale aorta aorte adc add ankle anterior anterieur antero arm art arterial arteriel artere artery ax axi axial
axiale axiales bassin blade bh body bone brain bras breast breasts brust c cage cardiac cardiaque carotid cartilage cerebral cerebrale
cervical cervicale cerveau chest cheville cine coeur col contrast contraste contrasted convex cor coro coronal coronale coronales corps
cortex cou coude coupe coupes crane ct cube d2d d3d delay delayed diffusion dixon doppler droit droite dual dwi dyn dynamic dynamique
echo echographie elbow epi exam examen ext fat fatsat femur ffe fl flair flash foie foot fossa fs fse ge gado gadolinium gastro gauche
genou genoux gradient gre hand hanche head heart hepatic hepatique hip image images iliac inhibition inj injection injecte injected inphase
inv ir irm kidney kidneys knee knees l lat lateral larynx left les lesion leg liver loc localizer localiser long longitudinal lumbar lombaire
lower lung lungs main mammaire mammary mandible max mean med medial median membre menisci meniscus menisque mip mpr mr mra mri muscle mag
neck nasal nerve non oblique obl opp opposed orbit orbite os pancreas parotid pat pc pd pelvic pelvis pelvien perfusion phantom phase pied plain
plane poignet portal portale post posterior poumon poumons pre precontrast prostate proton rachis rate recon reconstruction rein reins
renal renale right routine s sag sagit sagittal sagittale sagittales sans saturation scan scanner scout sec secondaire secondary sein seins
seq sequence series serie shoulder short sinus skull slice slices soft space spair spin spine spir spleen standard stir sub subtraction supine
surview swi t t1 t1w t2 t2w tdm temps tete thick thin thorax thoracic thoracique thyroid thyroide tibia tight time tissue tof topogram
trans transverse transversal tse tfe ultrasound upper us uterus vein veine venous veineux vessel vibe view volume wall water with without wrist
w weighted window x xd xr yz 2d 3d 4d 0 1 2 3 4 5 6 7 8 9
`;

const vocabulary: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter(Boolean));

/** Folds case and accents. */
const foldWord = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const isVocabulary = (word: string): boolean => vocabulary.has(foldWord(word));

/** What may stay of a description: its words of the vocabulary, numbers of up to two digits among them; empty when none is left. */
export function cleanDescription(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && (isVocabulary(word) || /^\d{1,2}$/.test(word)))
    .join(' ')
    .trim();
}
