/**
 * Words that machines write into technical attributes, folded (lower case, no accents). With the
 * imaging words of `vocabulary.ts` they are all that may stay there: any other word can be a name.
 * Sources: conformance statements of manufacturers, and real files.
 */
const TECHNICAL: ReadonlySet<string> = new Set(
  `
10cm 1ps 2db 3db a2c a3c a4c a5c ab abd abdo abdomen abdomenpelvis abs absolute ac acc accel accelerated
acoustic acq adaptive adc adcmap adenosine adobergb adult adv afc ag ai aice aidr air airis al algo algorithm
alu aluminum amplitude analog analysis angio angiographic anisotropic anisotropy annular anterior ap apex
apical apicalfour app applicat application arc area array arrow artifact ascending asir asir-v asirv asl aspir
asset assets at atrial atrium att attenuated attenuation attn auto automatic aver average averaged averaging
avf avl avr axial axillary axis azygos b0 back background band bandpass base baseline beam bile biliary bin
binary biplane bipolar bl blackblood blade blob block blood bmp body bodymatrix bom bone boneplus border
bowtie bp bpm bq bqml brain breast breathhold bright brightness broad bronchus brst bs bst bursa button bv bw
c11 caipi cal calc calcaneus calcattn calculated calculation calibrated caliper card cardiac cardio cardiology
cardiovascular carpal cartesian cath cathode caudal cava cavity cbf cbv cc cecum centimeter cerebellum cervix
chamber channel chem chemical chemsat chest child choline cine circ circular circumference classic clearcanvas
clin clinical clinicalscience clipping cmi cnts co code coefficient coil coils collimator color colour
combined company completed complex component composite compound compress compressed compression computed cone
config constant convex convolution convolutionsubtraction copper cord corp corporation corr corrected
correction cosine count counts crania cranial csa csai csaparallel cspine ctac cube cubic cup current curve
curved curvedlinear cut cv cw cycle d3d data date datetime dcm dcm4che dcmtk decay deep default deferred
definition deg degree degrees delay density dep deriv derivation derived desc descending detail detailplus
detector dew dfov diag diagnostic diamagnetic diameter diaphragm dias diastole diastolic dicom dif diff
difference diffusion dift digital dim dir direct direction dis dis2d dis3d disc display displayp3 dist distal
distance dixon dixonfat dixonwater dlir dmf dobutamine document dose dosimetry double dpt dr drg dsa dt dual
duct duodenum dur dura dynamics dynaphase echelle ed edema edge edgeplus edges edw ef effective efilm ekg
elbow electrode electron electronic electronics element elements ellipsoidal emission enc encode encoding end
endo endocardium endocavity energy engine enh enhance enhancement ep epfid epi2 epicardial epid epiglottis
epse est estimate estimated ethmoid ex2d exact excitation exercise exp expiratory exposure extended
extremities f f18 factor fascia fast fastview fatfrac fatigue fb fbp fbpt fc fd fdg fe feature fetal fetus ff
ffe fft fgre fibula fid fidelity fiducial fieldmap fil filt filtered first fisp fix fixed fl2d fl3d flat flex
flip float flow flowcomp fluid fluor fluoride fluorodeoxyglucose fluoroscopy fly fnav focal focus fold foot
force fore forward fourchamber fourier fp frac fraction fractional frame frames fre freq frequency fres fs
fsat fse ftp full fuse fused fusion fw ga67 ga68 gain gallium gamma gap gate gatedap gauss gbq gdcm ge gen
general generator geom geometric geometry gfe gland glob global glottis gmbh gml gr grad graph graphics grappa
grass grat grating gre2d grid group gs gsi gtm gyn gynecology h264 half ham hard harmonic harmonics hasteirm
hdmi hea head heading headneck healthcare helical helicalct helix hep heq hevc hfs high highdicom highdose
highpass hippocampus hist hnsf horizontal horos hot hounsfield hu hybrid hydrogen hyper hyperband hypersense
i123 i131 iac id idea ideal identity idr iec if iic ileum imag image imager imaginary imaging immediate impost
imr in111 inc increment index inf infant inferior infrared inline inner inphase input inst instance
instruments int integrated intensity interleaved international interp interpolated interpolation interval
interventional intra intravascular intravenous inverse inverted iodine iodixanol iq iqmap irse iso isocenter
isotrop isotropic isotropicview iter iterated iteration iterations iterative itk itv jejunum jog joint jpeg
jpeg2000 jpegls jugular kbq kev key kg khz kinetic kk kpacs label lambda lao laplace large largebowtie lat
lateral lax layer lead leads left legp lehr length letter level levels lft limb limit limited line linear
lineararray lines lip list liver ll llc lm lmo lo lobe loc local localized localizer log logarithmic long
longaxis loop loss lossless lossy lowdose lowpass lspct ltd lu177 lumbar luminance lung lunghr lut lvl
lymphatic m mag magnetization magnitude main manual map mapping mar marked marker marrow mars mask matlab
matrix maximum mb mbh mbq mbw md mdixon mdx me mean meanbold meas measured measuredac measurement mechanical
med medial mediastinum medic medical medium mediumsharp mediumsmooth medulla megp mem meninges merge merged
mesenteric mesentery metacarpal metal metatarsal meth method mevis mevislab mfast mffe mgml microconvex
microvolt mid midbrain millimeter millimeters millisecond milliseconds millivolt min mini minimum minip mip
mitral mixed ml mlem mlo mm2 mmhg mnip mobile mocap moco mode model modulation molar molybdenum moment mono
monochrome monoenergetic mosaic motion mouth mov moving mpeg mpg mprage mprange mrac mrc ms msec msense msk mt
mtc mtr mtt multi multiphase multiplanar multislice multivane mv myocardium n n13 na nac narrow nasopharynx
nav nc ncc nd near neck negative neonatal nerves network neutral nipple nm no node nodes noise nominal
non none nonlinear norm normal normalized nr nrgw nrgy ns ntsc nuclear num number nv o15 ob obl observer
obstetrical occipital od off offis offset omni one online onset opaque ophthalmic opp oppphase opt optical
optimized optimum option oral order organ orientation orig original oropharynx oscillating osem osirix osm
other out outer outphase output overlay oversampling p2 pa pad pair paired pairs pal panel panoramic parallel
parametric parasternal parathyroid parietal part partial parts pass patch path pattern pause pcasl pcnt peak
peakstress ped pedi pediatric pedoff pei pel pelvis pencil penetration penis per percent perf
perfusiondiffusion pericardium periodic peripheral perm peroneal perspective pff pfp ph pha phantom
pharmacologic phase phased phasedarray philtre photon photopeak phs phy phys physical pifa pineal pixel pk pl
placed placement planar plate plates plax plc plexus plot png point polar polarity pons popliteal port
portrait position positions positive post posterior postexercise power pp ppg pr pre pred predecessor predose
prep prepared presat preset pressure primary prob probe proc process processed processing product profile
program progressive proj projection projections prop propcps propeller prosp prospective protein prts prv psax
pseudo psif psir pt pulse pulsed pure purpose pvas pw pwi px pydicom pylorus qa qclear qfl qmap qrs qt qtc
qualitative quant quantitative quantity r2 r2s r2star rad radial radian radiology radon rama ramp random range
rank rao rare ratio raw rb82 rcbf rcbv re real rec recon recons reconstructed recovery rectal rectangular
rectilinear red reduced reduction ref reference reg region regional registered registration rel relative
relaxation relcbf relcbv rendering rep repetition report repro res resampled rescale rescaled research resolve
resonance resp rest result retro retrospective rev reverse review rf rg rgb rgx rheo rhodium right rigid ritm
rl rle rll rm rmap ro rommrgb root rot rotating rotation roto round route row rows rr rrt sa safire sample
sampled sampling sar sas sat1 sat2 sax sbi scale scaled scaling scat scatter scattered scintigraphy scout scr
screen screening scs sdev sec secam second secondary sector seg segment segmentation segmented select
selection selective sensation sense sensitivity sensor separate septal septum serial set settings sgray shaded
shading shape shaped sharp sharpe sharpness sharpplus shift shim shortt sigma sigmoid sign signal sil silver
similarity simple simpleitk simul simulated simulation sinc sine single singlescatter sio size skin slab slant
slicer slope slow sm small smart smartprep smooth smoothed smoothing smoothplus sms smth snapshot sodium soft
softer softplus softtissue software solutions som sos source spa space spair sparse spatial spc special
speckle spectra spectral spectroscopy spectrum speed sphenoid sphere spheric spherical spi spin spinal spine
spiral splenic split spn spoiled spoiling spot sq square squared squeeze sr srgb srl ssh ssi sss stack stage
standard star start starvibe stat state static stationary std stddev step stereo stick stirtse stop straight
strain strength stress strip structural structure sub subclavian subcostal subcutaneous subject subset subsets
subtracted sum sup superior supp suppressed suppression suprasternal surface surview susceptibility suv suvbsa
suvbw suvlbm svga svideo sw swan sweep symmetric sync synth synthetic sys system systems systole systolic
t1ffe t1map t1tfe t1tse t2ffe t2map t2star t2tse t2w tab table talus target tarsal tb tc tc99m tcd tcr te
technetium technologies technology tee temp temporal tensor tensorb0 terarecon tesla test testicle tew text
texture tfe tfi tfl tgse thalamus thallium third three threechamber threshold thrive thy thymus thyroid ti tic
tiff tilt time timed tir tissue tissuect title tl201 tmax tof tof-osem tofwater tone tongue tonsil tooth total
tr tra trace tracew track tracker tracking tract traj transcranial transducer transesophageal transfer
transform transient transmission transmissionmap transmit transrectal transvaginal trapezoid treated tricuspid
triphasic triple true trufi truncated tse tt ttp ttt tube tune tungsten turbo twist two twochamber tx type uhr
uhres ulnar ulow ultra ultrafast ultrahigh ultrasmooth um uncompressed uncorrected undefined unfiltered unfoc
uniform uniformity unit units univ universal unknown unprocessed unsharp unspecified unused upscatter urol us
use user uv v vagina val value values valve vane var variable variance vas vasc vec vector vel velocity vena
venc venous ventricle ventricular ver version vert vertical very vessel vfl vga vhp vibe video view views
virtual viscosity visible vision vista vmi vmono vnc voi vol voltage volts volume volumeaxial volumetric vox
voxel vpfx vpfxs vpfxsharp vrt vtk w warp wash watersat wave wavelet wedge weight weighted weighting wf wfi
wfilter white wide width wind window windows wip wirelength wires worm xccl xccm xe xenon xpress xray xyz y90
years yes zero zoom zpad zte
`
    .trim()
    .split(/\s+/),
);

/** Filters that bear the name of a person. They count only where a filter or a reconstruction is named. */
const FILTERS: ReadonlySet<string> = new Set(
  'ya yb yc yd ea eb ec ed ub uc ia ib xa xb butterworth hamming hann hanning parzen ramlak ram lak shepp logan wiener gauss gaussian laplace'.split(
    ' ',
  ),
);

/** Makers, models and software of machines, folded. They count only where a machine is named. */
const MACHINES: ReadonlySet<string> = new Set(
  `
accuray accuvix achieva acme acuson adc advantage aera aerodr aeroscout affiniti agfa aixplorer allegra allura
aloka alphenix alpinion altea ambition amulet antares anyscan aperio aperto aplio app applicat applications
apps aquarion aquilion arcadis architect arietta aristos artis artist as ascendus asteion atlas auriga avanto
avius aw axiom azurion barco beamview belgium biograph biospec bk brainlab brightspeed brightview brivo bruker
build butterfly canon carestream carto centricity chison cinegraph cirrus clarius clearview cms codonics combi
concerto console cosmos creator curix cx cxdi definium demo digitaldiagnost dimensions directview discovery
drive driver drivers drx drystar dryview duradiagnost dx dynacad easyvision echelon eclipse eclos ecube edan
edge elekta elition elscint emotion eon eos epiq esaote espree essential essenza evo evolution ex exact
excelart excite explorer fcr fd fdr film firmware flexray fluorospot fonar force fuji fujifilm fusion fx galan
galileo ge gemini gems genesis gevaert gt gx gyroscan hamamatsu hardware harmony hdi healthineers heidelberg
hispeed hitachi hologic horizon host hotfix hs hs40 humanscan hw icobrain icometrix icon icono ict image
image1 infinia infinix ingenia ingenuity innova insightec inspiration integris intellispace intera intevo
intuition io iqon irs iu22 ixico jk kernel kodak konica kretz kretztechnik leica leonardo lightning lightspeed
linac linux lisendo logic logiq lorad lumify lumina luminos lumos lx mac magic magna magnetom mammodiagnost
mammomat marconi mct mec mediso medison medrad megalix mevislab mg micro microdose microscan millennium
mindray minolta mmwp mobilett morita mortara mp multidiagnost multix mx mx8000 mylab nanozoomer negatoscope
nemio neusight neusoft newtom nidek nm noblus nt nucletron numaris nv nx oasis odelca oec oldelft olympus
omniview one operating optima optimus orian oriented orthoscan os pa pack pannoramic panorama patch paxscan
pentax perspective pet petct phantom pheno philips photo photoncounting picker pioneer planmeca planmed
platinum pm pmod pms polestar polydoros portal practix precedence precision premier presence prime printers
prisma pristina pro prodiva promax prospeed proton proxima pulsera px quantum quantx radiforce radnext
radspeed redwood regius rel release resona rev revelation revision revolution rf rhapsode rtd rubee rx samsung
scenaria sectra selenia senographe sensation sensis sequoia server service shimadzu siemens siemensnixdorf
signa siremobil sireskop sirona sky skylight skyra skyscan software sola somatom sonialvision sonoace sonoline
sonos sonosite sp sparc sparq spectralis spirit starvision storz stratos sun supersonic supria sw swissray sx
symbia symphony synergy syngo syngoct syngomr synthetic t5 technologie technologies telemed terarecon terason
terra thermotron tims titan tomotherapy topcon toshiba toshiba_mec tps trilogy trinias trio triotim truebeam
tuxedo ucd uct ugeo ultimax ultrasonix ultrasound umi umr united vantage varian vatech vax venia ventana
ventri venue ver veraviewepocs vereos verio version via viamo vida vidar vingmed visaris vision vista
visuscope vital vitrea vivid volcano voluson voyager vscan vx windows workstation ws ws80a xa xario xeleris
xio xl xper xplorer xres xtreme xvision ysio zee zeego zeiss zenition zephyr zonare
`
    .trim()
    .split(/\s+/),
);

/** True for a word (folded) of the acquisition, the reconstruction or the display. */
export const isTechnicalWord = (word: string): boolean => TECHNICAL.has(word);

/** True for a word (folded) of a maker, a model or a software. */
export const isMachineWord = (word: string): boolean => MACHINES.has(word);

/** True for a word (folded) that names a filter. */
export const isFilterWord = (word: string): boolean => FILTERS.has(word);
