// Written by `make page-types`; what is changed here is lost, and a test says so.
//
// The experiment and the commands are the pydantic models of ganscope/game/experiment and ganscope/lab/commands.py, all
// that the server says is the table in ganscope/web/contract.py.

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Where something stands in a value: its keys from the outside in. */
export type Path = (string | number)[];

export type Numbers = Float32Array | Int32Array | Uint16Array | Uint8Array;

/** An array of a message: its numbers row by row, and how many there are along each axis. */
export interface Tensor<N extends Numbers = Numbers> {
  readonly data: N;
  readonly shape: number[];
}

export type Target = Gaussian | TwoPeaks | ThreePeaks | Uniform | Mixture1D | Ring | Grid | TwoGaussians | Mixture2D;

export type Initialisation = He | Glorot | Orthogonal | Normal | Constant;

export type Objective = Minimax | NonSaturating | Switch | LogRatio | LeastSquares | Hinge | Wasserstein | Relativistic | RelativisticAverage | FGan | MadGan | D2Gan;

export type Divergence = TotalVariation | KL | ReverseKL | Pearson | Neyman | Hellinger | Jeffrey | JS | GAN | Alpha | Formula;

export type Penalty = R1 | R2 | GradientPenalty | WeightDecay | Clip | InstanceNoise;

export type Optimizer = SGD | Momentum | RMSProp | Adam | OptimisticGradient | OptimisticAdam;

export type Dynamics = Alternating | Simultaneous | Extragradient | Consensus;

export type Reconstructor = NoReconstructor | Veegan | ALI | BiGAN;

/** F makes z of data as G makes data of z, and both want D to confuse their pairs. F gives a normal law for z, its mean and its width, and z is drawn from that. */
export type ALI = {
  /** Hidden layers */ hidden: number[];
  /** Activation */ activation: "relu" | "leaky_relu" | "elu" | "tanh" | "sigmoid" | "softplus" | "gelu" | "sin" | "maxout";
  /** Initialisation */ init: Initialisation;
  /** Fourier features, frequencies */ features: number;
  /** Frequency scale */ feature_scale: number;
  kind: "ali";
};

/** Momentum and steps of about one size, together: what most GANs are trained with. */
export type Adam = {
  kind: "adam";
  /** Learning rate */ learning_rate: number;
  /** β₁ */ beta1: number;
  /** β₂ */ beta2: number;
  /** ε */ epsilon: number;
};

/** A family: reverse KL at $α = 0$, twice squared Hellinger at ½, KL at 1, half of Pearson's χ² at 2. */
export type Alpha = {
  kind: "alpha";
  /** α */ alpha: number;
};

/** D moves first, then G answers the D that has moved. */
export type Alternating = {
  kind: "alternating";
};

/** ALI whose F gives one z for every x, without chance. */
export type BiGAN = {
  /** Hidden layers */ hidden: number[];
  /** Activation */ activation: "relu" | "leaky_relu" | "elu" | "tanh" | "sigmoid" | "softplus" | "gelu" | "sin" | "maxout";
  /** Initialisation */ init: Initialisation;
  /** Fourier features, frequencies */ features: number;
  /** Frequency scale */ feature_scale: number;
  kind: "bigan";
};

/** Cuts D's weights back after every step: the first way to keep a critic's slope bounded, and a rough one, for most weights end up at the bound. */
export type Clip = {
  kind: "clip";
  /** Bound c */ bound: number;
};

/** One Gaussian of a mixture on the line. */
export type Component1D = {
  /** Weight */ weight: number;
  /** Mean */ mean: number;
  /** Width σ */ std: number;
};

/** One Gaussian of a mixture in the plane. */
export type Component2D = {
  /** Weight */ weight: number;
  /** Mean */ mean: [number, number];
  /** Covariance */ covariance: [[number, number], [number, number]];
};

/** Both also make the gradients of both small, which damps the turning. */
export type Consensus = {
  kind: "consensus";
  /** γ */ weight: number;
};

/** One value for every weight: a start that is known to the digit, as the games with one weight a player want it. */
export type Constant = {
  kind: "constant";
  /** c */ value: number;
};

/** Two discriminators: the first is rewarded for real samples, the second for fakes. So G pays both for data that it misses (KL) and for samples off the data (reverse KL). What is drawn is what both together believe. */
export type D2Gan = {
  kind: "d2gan";
  /** α */ alpha: number;
  /** β */ beta: number;
};

/** The discriminator; its output is a logit, $D(x) = 1/(1 + e^{−logit})$. */
export type Discriminator = {
  /** Hidden layers */ hidden: number[];
  /** Activation */ activation: "relu" | "leaky_relu" | "elu" | "tanh" | "sigmoid" | "softplus" | "gelu" | "sin" | "maxout";
  /** Initialisation */ init: Initialisation;
  /** Fourier features, frequencies */ features: number;
  /** Frequency scale */ feature_scale: number;
  /** Input scale */ input_scale: number;
  /** Pack m, samples */ pack: number;
  /** Across the batch */ across: "none" | "stddev" | "discrimination";
  /** Layers */ layer: "plain" | "residual" | "linear";
  /** Normalisation */ norm: "none" | "layer" | "spectral";
};

/** Both take a step to look ahead, and then the real step from where they were, with the gradient found there. */
export type Extragradient = {
  kind: "extragradient";
};

/** D measures any f-divergence between $p_data$ and $p_g$ from below, and G makes it small. */
export type FGan = {
  kind: "f_gan";
  /** Divergence */ divergence: Divergence;
  /** Output of D */ form: "ratio" | "nowozin";
  /** G's loss */ generator: "value" | "trick";
};

/** A convex f of your own, with $f(1) = 0$. */
export type Formula = {
  kind: "formula";
  /** f(u) */ f: string;
};

/** The divergence of the first GAN, $2·JSD − log 4$: the minimax game in other words. */
export type GAN = {
  kind: "gan";
};

/** One bell curve on the line: the target of Figure 1. */
export type Gaussian = {
  kind: "gaussian";
  /** Mean */ mean: number;
  /** Width σ */ std: number;
};

/** Uniform weights that suit tanh and sigmoid networks. */
export type Glorot = {
  kind: "glorot";
};

/** Wants D to rise by the same amount everywhere it looks: with slope 1 a critic measures the distance W₁. */
export type GradientPenalty = {
  kind: "gradient_penalty";
  /** λ */ weight: number;
  /** Slope k */ target: number;
  /** Form */ form: "two_sided" | "one_sided" | "one_sided_linear";
  /** Where */ at: "lines" | "real" | "fake" | "around";
  /** Width c */ width: number;
};

/** Equal Gaussians on a square grid: many modes to find. */
export type Grid = {
  kind: "grid";
  /** Side K */ side: number;
  /** Spacing */ spacing: number;
  /** Width σ */ std: number;
};

/** Normal weights that keep the size of the signal in ReLU networks. */
export type He = {
  kind: "he";
};

/** The squared Hellinger distance, from 0 to 2. */
export type Hellinger = {
  kind: "hellinger";
};

/** D only cares for samples that it does not yet put beyond ±1; G pulls D's value up. */
export type Hinge = {
  kind: "hinge";
};

/** Blurs real samples and fakes before D sees them, so that they overlap and D cannot be sure too early. */
export type InstanceNoise = {
  kind: "instance_noise";
  /** Noise σ₀ */ std: number;
  /** Gone at round T, rounds */ until: number;
};

/** 2·JSD: the sum of the KLs to the mixture, from 0 to $2 log 2$. */
export type JS = {
  kind: "js";
};

/** KL both ways, added. */
export type Jeffrey = {
  kind: "jeffrey";
};

/** $KL(p_data‖p_g)$, maximum likelihood: a mode that is missed costs without limit, so G covers them all. */
export type KL = {
  kind: "kl";
};

/** Where the generator's noise z comes from. */
export type Latent = {
  /** Distribution */ kind: "uniform" | "normal";
  /** Dimension */ dimension: number;
};

/** D gives real samples the value b and fakes a, as a regression; G wants c. No log, so no loss that is flat. */
export type LeastSquares = {
  kind: "least_squares";
  /** a */ a: number;
  /** b */ b: number;
  /** c */ c: number;
};

/** G maximises D's logit itself: as strong while D is sure as the non-saturating loss, and where D is not it seeks modes, for at the best D it is $KL(p_g‖p_data)$. */
export type LogRatio = {
  kind: "log_ratio";
  /** Real label */ real_label: number;
};

/** D also names the generator that a fake is from, which drives several generators apart: each finds modes of its own. D has an output for each and one for real. */
export type MadGan = {
  kind: "mad_gan";
  /** G's loss */ generator: "non_saturating" | "minimax";
};

/** The game of the theory: G minimises what D maximises. While D is sure, this loss is flat for G and G stalls. */
export type Minimax = {
  kind: "minimax";
  /** Real label */ real_label: number;
};

/** Gaussians on the line, as many as you like and wherever you put them. */
export type Mixture1D = {
  kind: "mixture_1d";
  /** Components */ components: Component1D[];
};

/** Gaussians in the plane, as many as you like and wherever you put them. */
export type Mixture2D = {
  kind: "mixture_2d";
  /** Components */ components: Component2D[];
};

/** A ball that rolls: part of the last step is kept. In a game this tends to circle. */
export type Momentum = {
  kind: "momentum";
  /** Learning rate */ learning_rate: number;
  /** Momentum μ */ momentum: number;
};

/** A multilayer perceptron with an affine last layer, or several; biases start at 0. */
export type Network = {
  /** Hidden layers */ hidden: number[];
  /** Activation */ activation: "relu" | "leaky_relu" | "elu" | "tanh" | "sigmoid" | "softplus" | "gelu" | "sin" | "maxout";
  /** Initialisation */ init: Initialisation;
  /** Fourier features, frequencies */ features: number;
  /** Frequency scale */ feature_scale: number;
  /** Generators, networks */ count: number;
  /** Layers */ layer: "plain" | "residual" | "point";
  /** Normalisation */ norm: "none" | "layer" | "batch" | "spectral";
};

/** Neyman's χ²: Pearson's with the sides exchanged. */
export type Neyman = {
  kind: "neyman";
};

/** D judges x alone. */
export type NoReconstructor = {
  kind: "none";
};

/** G maximises the chance that D is fooled: the same fixed point, and a strong pull while D is sure. */
export type NonSaturating = {
  kind: "non_saturating";
  /** Real label */ real_label: number;
};

/** Independent normal weights of one size, whatever the width. */
export type Normal = {
  kind: "normal";
  /** σ */ std: number;
};

/** Adam that expects its step to go on changing as it just did. */
export type OptimisticAdam = {
  kind: "optimistic_adam";
  /** Learning rate */ learning_rate: number;
  /** Optimism ω */ optimism: number;
  /** β₁ */ beta1: number;
  /** β₂ */ beta2: number;
  /** ε */ epsilon: number;
};

/** Descent that expects the gradient to go on changing as it just did: in a game it turns inwards, not outwards. The first step is a plain one. */
export type OptimisticGradient = {
  kind: "optimistic_gradient";
  /** Learning rate */ learning_rate: number;
  /** Optimism ω */ optimism: number;
};

/** One optimizer for each player. */
export type Optimizers = {
  /** Optimizer */ generator: Optimizer;
  /** Optimizer */ discriminator: Optimizer;
};

/** Random rotations times a gain: no direction of the signal is lost. */
export type Orthogonal = {
  kind: "orthogonal";
  /** Gain */ gain: number;
};

/** Pearson's χ²: the most mode-covering of the list. */
export type Pearson = {
  kind: "pearson";
};

/** Keeps D flat around the real data, which stops the two players from circling each other. */
export type R1 = {
  kind: "r1";
  /** γ */ weight: number;
};

/** Keeps D flat around the fakes. With R1 and the relativistic objective it makes R3GAN. */
export type R2 = {
  kind: "r2";
  /** γ */ weight: number;
};

/** Steps of about one size, whatever the size of the gradient. */
export type RMSProp = {
  kind: "rmsprop";
  /** Learning rate */ learning_rate: number;
  /** Decay ρ */ decay: number;
  /** ε */ epsilon: number;
};

/** D says of a pair which one is real; G wants the opposite. What D gives to one sample alone means nothing. */
export type Relativistic = {
  kind: "relativistic";
};

/** D says whether a sample is more real than the average of the other side. */
export type RelativisticAverage = {
  kind: "relativistic_average";
};

/** $KL(p_g‖p_data)$: samples where no data are cost without limit, so G rather picks one mode. */
export type ReverseKL = {
  kind: "reverse_kl";
};

/** Equal Gaussians, evenly spaced on a circle: the classic test for mode collapse. */
export type Ring = {
  kind: "ring";
  /** Modes */ modes: number;
  /** Radius */ radius: number;
  /** Width σ */ std: number;
};

/** One step down the gradient, and nothing remembered. */
export type SGD = {
  kind: "sgd";
  /** Learning rate */ learning_rate: number;
};

/** What a round consists of (Algorithm 1 of Goodfellow et al., 2014). */
export type Schedule = {
  /** Batch, samples */ batch: number;
  /** D steps $k_D$, per round */ k_d: number;
  /** G steps $k_G$, per round */ k_g: number;
  /** Unrolled steps, of D */ unroll: number;
  /** EMA */ ema: number;
  /** Updates */ dynamics: Dynamics;
};

/** Both move from the same point, neither having seen the other's step; where they turn, they spiral outwards. */
export type Simultaneous = {
  kind: "simultaneous";
};

/** Non-saturating first, minimax from a round on: a good start, then the game of the theory. */
export type Switch = {
  kind: "switch";
  /** Switch at round */ round: number;
  /** Real label */ real_label: number;
};

/** Three Gaussians on the line that are not equally heavy: does G give each its share? */
export type ThreePeaks = {
  kind: "three_peaks";
  /** Spacing */ spacing: number;
  /** Width σ */ std: number;
  /** Weights */ weights: [number, number, number];
};

/** Half of all mass that is in the wrong place; blind to how far away. */
export type TotalVariation = {
  kind: "total_variation";
};

/** Two equal Gaussians in the plane, side by side. */
export type TwoGaussians = {
  kind: "two_gaussians";
  /** Distance */ distance: number;
  /** Width σ */ std: number;
};

/** Two equal Gaussians on the line, with a gap between them that G has to cross. */
export type TwoPeaks = {
  kind: "two_peaks";
  /** Distance */ distance: number;
  /** Width σ */ std: number;
};

/** A flat block on the line, with sharp ends that a smooth G can only come near. */
export type Uniform = {
  kind: "uniform";
  /** Low */ low: number;
  /** High */ high: number;
};

/** F learns which z a sample of G came from, and G to make samples that tell; noise that is far apart cannot all become one mode then. D judges pairs of x and z. */
export type Veegan = {
  /** Hidden layers */ hidden: number[];
  /** Activation */ activation: "relu" | "leaky_relu" | "elu" | "tanh" | "sigmoid" | "softplus" | "gelu" | "sin" | "maxout";
  /** Initialisation */ init: Initialisation;
  /** Fourier features, frequencies */ features: number;
  /** Frequency scale */ feature_scale: number;
  kind: "veegan";
  /** λ */ weight: number;
  /** Noise σ */ noise: number;
};

/** D is a critic: it gives any number, and the gap between real and fake estimates the distance W₁. It needs a penalty or a constraint that keeps it 1-Lipschitz. */
export type Wasserstein = {
  kind: "wasserstein";
};

/** Pulls D's weights towards 0, and so its slope with them; its biases are free. */
export type WeightDecay = {
  kind: "weight_decay";
  /** λ */ weight: number;
};

/** Everything that a run depends on; a run is a function of (experiment, round) alone. */
export type Experiment = {
  /** Target */ target: Target;
  latent: Latent;
  /** Labels */ labels: number;
  /** Generator */ generator: Network;
  discriminator: Discriminator;
  /** Reconstructor */ reconstructor: Reconstructor;
  /** Objective */ objective: Objective;
  /** Penalties */ penalties: Penalty[];
  optimizers: Optimizers;
  schedule: Schedule;
  /** Seed */ seed: number;
};

/** The page has painted frame ``seq``. */
export type AckCommand = {
  type: "ack";
  seq: number;
};

/** The charts that this page shows now, of those that are computed only for who looks at them. */
export type ChartsCommand = {
  type: "charts";
  names: ("map" | "plan" | "counting")[];
};

/** Go on with another experiment: numbers change at once; what needs a compilation or a restart says so. */
export type EditCommand = {
  type: "edit";
  experiment: Experiment;
};

/** A new run of an experiment, from round 0. */
export type LoadCommand = {
  type: "load";
  experiment: Experiment;
  play?: boolean;
};

/** Back to round 0 with another seed, drawn unless given. */
export type NewSeedCommand = {
  type: "new_seed";
  seed?: number | null;
};

/** Stop after the rounds under way. */
export type PauseCommand = {
  type: "pause";
};

/** Train until told otherwise. */
export type PlayCommand = {
  type: "play";
};

/** Back to round 0 with the same seed. */
export type ResetCommand = {
  type: "reset";
};

/** Pause, and play some rounds. */
export type RoundCommand = {
  type: "round";
  count?: number;
};

/** Rounds between two frames; null is as fast as it goes. */
export type SpeedCommand = {
  type: "speed";
  rounds_per_frame: number | null;
};

/** Pause, and take one discriminator step; no round is counted. */
export type StepDCommand = {
  type: "step_d";
};

/** Pause, and take one generator step; no round is counted. */
export type StepGCommand = {
  type: "step_g";
};

/** Pause, freeze G, and train D until V(G, D*) − V(G, D) ≤ tolerance (nats), it stalls, or the limit of steps. */
export type TrainDCommand = {
  type: "train_d";
  tolerance?: number;
  limit?: number;
};

/** Which generator is drawn and measured: the live one or its moving average. */
export type ViewCommand = {
  type: "view";
  generator: "live" | "average";
};

export type Command = PlayCommand | PauseCommand | RoundCommand | StepDCommand | StepGCommand | TrainDCommand | ResetCommand | NewSeedCommand | SpeedCommand | EditCommand | LoadCommand | ViewCommand | ChartsCommand | AckCommand;

/** The server is about to close. */
export type ClosingEvent = {
  type: "closing";
};

/** It is there. */
export type CompiledEvent = {
  type: "compiled";
  seconds: number;
};

/** A program is made beside the run. */
export type CompilingEvent = {
  type: "compiling";
  /** its networks, for a person */ what: string;
  /** that with its key */ said?: Sentence | null;
};

/** Something was not accepted, or went wrong. */
export type ErrorEvent = {
  type: "error";
  message: string;
  /** dotted path of the field that it is about */ field: string | null;
  got: string | null;
  accepts: string | null;
  /** the message with its key */ said?: Sentence | null;
};

/** What a page has to keep to. */
export type Limits = {
  /** the longest command */ message_bytes: number;
  /** how long a run lives after its last page has left */ orphan_seconds: number;
  /** frames that are sent before the first of them is acknowledged */ frames_in_flight: number;
};

/** Something worth knowing. */
export type NoticeEvent = {
  type: "notice";
  message: string;
};

/** There is no place for this page; the server closes the socket. */
export type RefusedEvent = {
  type: "refused";
  reason: string;
  /** that with its key */ said?: Sentence | null;
};

/** A sentence of the server with its key, for a page in another language (:class:`ganscope.game.said.Said`). */
export type Sentence = {
  code: string;
  /** its English, with places for the values */ words: string;
  /** what stands in the places; sentences, too */ values: Record<string, Json>;
};

/** The first event: which session this is. */
export type SessionEvent = {
  type: "session";
  id: string;
  /** the session was there already */ resumed: boolean;
  experiment: Experiment;
  limits: Limits;
};

/** How the run stands; after every change. */
export type Status = {
  type: "status";
  playing: boolean;
  /** which run; no two have the same, of this server or of another */ run: string;
  /** rises when the past of the run is no longer that of what is shown */ epoch: number;
  round: number;
  /** rounds per frame; null is as fast as it goes */ speed: number | null;
  compiling: boolean;
  busy: "train_d" | null;
  experiment: Experiment;
  /** which generator is drawn and measured */ view: "live" | "average";
  stopped: Stop | null;
};

/** Why a run does not go on. */
export type Stop = {
  round: number;
  reason: string;
  advice: string;
  /** the reason with its key */ said?: Sentence | null;
  /** the advice with its key */ advised?: Sentence | null;
};

/** A round was not finite. */
export type StoppedEvent = Stop & {
  type: "stopped";
};

/** D's climb to D* is over. */
export type TrainedEvent = {
  type: "trained";
  /** V(G, D*) − V(G, D), nats; null where it is not finite */ gap: number | null;
  steps: number;
  /** the gap that was asked for is reached */ reached: boolean;
};

/** Of the charts that are computed where they are shown: null until one is; what the game lacks is missing. */
export type ChartNumbers = {
  /** G beside the exact map */ map?: MapNumbers | null;
  /** the moving plan */ plan?: NoNumbers | null;
  /** JSD by counting */ counting?: NoNumbers | null;
};

/** What the players play for, as far as a picture must know it. */
export type Game = {
  /** of the objective */ kind: string;
  /** what D's number means; relative: drawn with the mean ½ */ output: "probability" | "score" | "relative";
  /** a score's values where it is drawn at 0 and 1 */ range: [number, number] | null;
  /** the best D is known */ optimum: boolean;
  /** the value of the game at p_g = p_data; null where it is not finite */ equilibrium: number | null;
  /** a probability: the best D where p_g = p_data */ undecided: number;
  /** how many samples D looks at at once */ pack: number;
  /** D looks across the batch, and is drawn at samples among fakes */ across: boolean;
  /** the kind of F where D judges pairs (x, z), and is drawn at (x, F(x)) */ reconstructor: string | null;
  /** share of the fakes whose generator D names rightly, where it names them */ named?: number;
};

/** What stands alone of the chart of the map. */
export type MapNumbers = {
  /** E|G(z) − T(z)|, units of x */ off: number;
  /** probability that z lies where G runs against T */ back: number;
  /** T falls */ falls: boolean;
};

/** All that this chart shows is in arrays. */
export type NoNumbers = {
};

/** Of a game with one number a player: the plane of both. */
export type Portrait = {
  /** range of G's number */ theta: [number, number];
  /** range of D's number */ psi: [number, number];
  /** where the players are; null where that is not finite */ at: [number, number] | null;
  /** where the field is 0, near the data */ equilibrium: [number, number] | null;
  /** of the field's Jacobian there, [real, imaginary], the largest real part first */ eigenvalues: [number, number][] | null;
};

/** D's weights. */
export type Weights = {
  /** their bins reach from −limit to limit */ limit: number;
};

/** What belongs to any picture; that of the gallery has no more. */
export type PictureMeta = {
  round: number;
  generator: "live" | "average";
  /** x has one coordinate, or two */ view: "1d" | "2d";
  /** [low, high] per axis */ window: [number, number][];
  /** smoothing width, units of x */ h: number;
  /** of the grid, per axis */ cells: number;
  seed: number;
  /** where it is computed: cpu, gpu or tpu */ device: string;
  /** [offset, step] of grids: value = offset + step · stored */ scale: Scale;
  /** coordinates of z */ latent: number;
  /** networks that make up G; sample and arrow k are of generator k mod that */ generators: number;
  /** how many labels G and D are told; then sample k is of the label fake_label[k] */ labels: number;
  weights: Weights;
  game: Game;
  charts: ChartNumbers;
  /** null: not finite, or not applicable here */ readings: Readings;
  /** the sign of each reading that is infinite */ infinite: Infinite;
  /** the game has more than one number a player */ phase?: Portrait;
};

/** What stands beside the arrays of a frame. */
export type FrameMeta = PictureMeta & {
  /** what the page acknowledges */ seq: number;
  /** Unix ms at which the state was measured */ time: number;
  /** which run; no two have the same, of this server or of another */ run: string;
  /** rises when the past of the run is no longer that of what is shown */ epoch: number;
  /** steps by hand since round 0 */ manual: number;
  playing: boolean;
  rounds_per_second: number;
  frames_per_second: number;
  measure_ms: number;
};

/** What stands beside the charts' rows. */
export type HistoryMeta = {
  run: string;
  epoch: number;
  /** of the last row, or later */ round: number;
  rows: number;
};

/** An experiment worth watching, as ``/api/presets`` lists them. */
export type Preset = {
  name: string;
  title: string;
  summary: string;
  look_for: string;
  experiment: Experiment;
  /** the round that the gallery shows */ shown_at: number;
  /** rounds per frame; null is as fast as it goes */ speed: number | null;
  /** those that it brings to the front */ charts: string[];
};

export type Scale = {
  p_data?: [number, number];
  p_g?: [number, number];
  d?: [number, number];
  d_fine?: [number, number];
  d_star?: [number, number];
  [name: string]: [number, number] | undefined;
};

export type Readings = {
  /** V(G, D) = −(loss of D), nats, or units of x for a Wasserstein critic */ v: number | null;
  /** V(G, D*): what the best D would reach, if that is known */ v_star: number | null;
  /** V(G, D*) − V(G, D) ≥ 0, if that is known */ gap: number | null;
  /** C(G) = −log 4 + 2·JSD, nats */ cost: number | null;
  /** Jensen–Shannon divergence of p_data and p_g, nats */ jsd: number | null;
  /** the JSD that a perfect generator would get here, nats */ jsd_floor: number | null;
  /** KL(p_data‖p_g), nats */ kl_data_g: number | null;
  /** KL(p_g‖p_data), nats */ kl_g_data: number | null;
  /** total variation, 0 to 1 */ tv: number | null;
  /** Wasserstein-1 distance, units of x (sliced in 2-D) */ w1: number | null;
  /** share of p_g outside the picture */ outside: number | null;
  /** modes covered, by the published rule */ modes: number | null;
  /** share of samples within 3σ of their nearest mode */ high_quality: number | null;
  /** largest share of samples that are nearest one mode */ nearest_share: number | null;
  /** KL of the mode histogram of high-quality samples from the weights, nats */ mode_kl: number | null;
  /** mean D under p_data (of packs, where D looks at packs); of the output itself where D is a score */ d_real: number | null;
  /** mean D under p_g (of packs, where D looks at packs); of the output itself where D is a score */ d_fake: number | null;
  /** E‖z − F(G(z))‖², where there is a reconstructor */ reconstruction: number | null;
  /** share of samples whose nearest mode bears the label that G was asked for, if there are labels */ obeyed: number | null;
  /** loss of D per sample, mean over rounds */ d_loss: number | null;
  /** loss of G per sample, and of F where there is a reconstructor, mean over rounds */ g_loss: number | null;
  /** penalties on D, weights included, mean over rounds */ penalty: number | null;
  /** norm of D's gradient, mean over rounds */ d_grad_norm: number | null;
  /** norm of G's gradient, and of F's where there is a reconstructor, mean over rounds */ g_grad_norm: number | null;
  [name: string]: number | null | undefined;
};

export type Infinite = {
  /** V(G, D) = −(loss of D), nats, or units of x for a Wasserstein critic */ v?: 1 | -1;
  /** V(G, D*): what the best D would reach, if that is known */ v_star?: 1 | -1;
  /** V(G, D*) − V(G, D) ≥ 0, if that is known */ gap?: 1 | -1;
  /** C(G) = −log 4 + 2·JSD, nats */ cost?: 1 | -1;
  /** Jensen–Shannon divergence of p_data and p_g, nats */ jsd?: 1 | -1;
  /** the JSD that a perfect generator would get here, nats */ jsd_floor?: 1 | -1;
  /** KL(p_data‖p_g), nats */ kl_data_g?: 1 | -1;
  /** KL(p_g‖p_data), nats */ kl_g_data?: 1 | -1;
  /** total variation, 0 to 1 */ tv?: 1 | -1;
  /** Wasserstein-1 distance, units of x (sliced in 2-D) */ w1?: 1 | -1;
  /** share of p_g outside the picture */ outside?: 1 | -1;
  /** modes covered, by the published rule */ modes?: 1 | -1;
  /** share of samples within 3σ of their nearest mode */ high_quality?: 1 | -1;
  /** largest share of samples that are nearest one mode */ nearest_share?: 1 | -1;
  /** KL of the mode histogram of high-quality samples from the weights, nats */ mode_kl?: 1 | -1;
  /** mean D under p_data (of packs, where D looks at packs); of the output itself where D is a score */ d_real?: 1 | -1;
  /** mean D under p_g (of packs, where D looks at packs); of the output itself where D is a score */ d_fake?: 1 | -1;
  /** E‖z − F(G(z))‖², where there is a reconstructor */ reconstruction?: 1 | -1;
  /** share of samples whose nearest mode bears the label that G was asked for, if there are labels */ obeyed?: 1 | -1;
  /** loss of D per sample, mean over rounds */ d_loss?: 1 | -1;
  /** loss of G per sample, and of F where there is a reconstructor, mean over rounds */ g_loss?: 1 | -1;
  /** penalties on D, weights included, mean over rounds */ penalty?: 1 | -1;
  /** norm of D's gradient, mean over rounds */ d_grad_norm?: 1 | -1;
  /** norm of G's gradient, and of F's where there is a reconstructor, mean over rounds */ g_grad_norm?: 1 | -1;
  [name: string]: 1 | -1 | undefined;
};

export type ServerEvent = SessionEvent | Status | CompilingEvent | CompiledEvent | StoppedEvent | TrainedEvent | NoticeEvent | ErrorEvent | RefusedEvent | ClosingEvent;

/** Of a frame of the line. */
export type LineArrays = {
  /** [modes, axes] centres of the target's Gaussians that have a weight, units of x */ modes: Tensor<Float32Array>;
  /** [modes] their weights */ mode_weight: Tensor<Float32Array>;
  /** [modes] share of the samples nearest each */ mode_share: Tensor<Float32Array>;
  /** [41] D's weights as a histogram from −limit to limit, shares */ weights: Tensor<Float32Array>;
  /** [points, axes] with a penalty on slopes: where it looks, units of x */ points?: Tensor<Float32Array>;
  /** [points] with a penalty on slopes: ‖∇D‖ there */ points_slope?: Tensor<Float32Array>;
  /** [samples] labels of the real samples */ real_label?: Tensor<Uint8Array>;
  /** [samples] labels of the fakes */ fake_label?: Tensor<Uint8Array>;
  /** [f] of an f-GAN: density ratios u */ f_u?: Tensor<Float32Array>;
  /** [f] f(u) */ f_value?: Tensor<Float32Array>;
  /** [f] t = f′(u) */ f_t?: Tensor<Float32Array>;
  /** [f] f*(t) */ f_conjugate?: Tensor<Float32Array>;
  /** [arrows, arrows, 2] (dθ/dt, dψ/dt), rows along ψ */ phase_field?: Tensor<Float32Array>;
  /** [curve] places of the curves, units of x */ x: Tensor<Float32Array>;
  /** [curve] density there, per unit of x */ p_data: Tensor<Float32Array>;
  /** [curve] density there, per unit of x */ p_g: Tensor<Float32Array>;
  /** [curve] D as it is drawn, 0 to 1 */ d: Tensor<Float32Array>;
  /** [curve] D* as it is drawn, 0 to 1, where it is known */ d_star?: Tensor<Float32Array>;
  /** [arrows z] equally likely z, in order; none where p_g is smoothed */ z: Tensor<Float32Array>;
  /** [arrows z] G(z), units of x */ gz: Tensor<Float32Array>;
  /** [samples] real samples, units of x */ real: Tensor<Float32Array>;
  /** [samples] samples of G, units of x */ fake: Tensor<Float32Array>;
  /** [curve] q f(p/q): what x adds to D_f, nats per unit of x */ contribution?: Tensor<Float32Array>;
  /** [kinds, curve] what each generator or label adds to p_g */ p_g_each?: Tensor<Float32Array>;
  /** [map] equally likely z, in order */ map_z?: Tensor<Float32Array>;
  /** [map] G(z), units of x */ map_g?: Tensor<Float32Array>;
  /** [map] the exact map T(z), units of x */ map_ideal?: Tensor<Float32Array>;
  /** [plan] quantiles of p_g, units of x */ plan_from?: Tensor<Float32Array>;
  /** [plan] the same quantiles of p_data, units of x */ plan_to?: Tensor<Float32Array>;
  /** [intervals] real samples in each interval, and outside */ count_real?: Tensor<Uint16Array>;
  /** [intervals] fakes in each interval, and outside */ count_fake?: Tensor<Uint16Array>;
  /** [9] JSD as 2, 4, …, 512 intervals estimate it, nats */ count_jsd?: Tensor<Float32Array>;
  /** [9] what that tends to with more samples, nats */ count_limit?: Tensor<Float32Array>;
};

/** Of a frame of the plane. */
export type PlaneArrays = {
  /** [modes, axes] centres of the target's Gaussians that have a weight, units of x */ modes: Tensor<Float32Array>;
  /** [modes] their weights */ mode_weight: Tensor<Float32Array>;
  /** [modes] share of the samples nearest each */ mode_share: Tensor<Float32Array>;
  /** [41] D's weights as a histogram from −limit to limit, shares */ weights: Tensor<Float32Array>;
  /** [points, axes] with a penalty on slopes: where it looks, units of x */ points?: Tensor<Float32Array>;
  /** [points] with a penalty on slopes: ‖∇D‖ there */ points_slope?: Tensor<Float32Array>;
  /** [samples] labels of the real samples */ real_label?: Tensor<Uint8Array>;
  /** [samples] labels of the fakes */ fake_label?: Tensor<Uint8Array>;
  /** [f] of an f-GAN: density ratios u */ f_u?: Tensor<Float32Array>;
  /** [f] f(u) */ f_value?: Tensor<Float32Array>;
  /** [f] t = f′(u) */ f_t?: Tensor<Float32Array>;
  /** [f] f*(t) */ f_conjugate?: Tensor<Float32Array>;
  /** [arrows, arrows, 2] (dθ/dt, dψ/dt), rows along ψ */ phase_field?: Tensor<Float32Array>;
  /** [cells, cells] density as stored, rows along the second axis */ p_data: Tensor<Uint8Array>;
  /** [cells, cells] density as stored */ p_g: Tensor<Uint8Array>;
  /** [cells, cells] D as it is drawn, as stored */ d: Tensor<Uint16Array>;
  /** [fine, fine] D on the edges of cells too, of a game that rests */ d_fine?: Tensor<Uint16Array>;
  /** [cells, cells] D* as it is drawn, as stored, where it is known */ d_star?: Tensor<Uint16Array>;
  /** [samples, 2] real samples, units of x */ real: Tensor<Float32Array>;
  /** [samples, 2] samples of G, units of x */ fake: Tensor<Float32Array>;
  /** […, rows, columns, 2] G of a grid in latent space, or of each generator or label */ mesh: Tensor<Float32Array>;
  /** [pulled, 2] ∇ₓD at the first fakes, per unit of x */ pull: Tensor<Float32Array>;
  /** [cells, cells] q f(p/q): what x adds to D_f, nats per unit of area */ contribution?: Tensor<Float32Array>;
};

/** Of any frame. By another name: LineArrays and PlaneArrays say which there are, and when. */
export type FrameArrays = {
  /** [modes, axes] centres of the target's Gaussians that have a weight, units of x */ modes: Tensor<Float32Array>;
  /** [modes] their weights */ mode_weight: Tensor<Float32Array>;
  /** [modes] share of the samples nearest each */ mode_share: Tensor<Float32Array>;
  /** [41] D's weights as a histogram from −limit to limit, shares */ weights: Tensor<Float32Array>;
  /** [curve] density there, per unit of x; [cells, cells] density as stored, rows along the second axis */ p_data: Tensor<Float32Array | Uint8Array>;
  /** [curve] density there, per unit of x; [cells, cells] density as stored */ p_g: Tensor<Float32Array | Uint8Array>;
  /** [curve] D as it is drawn, 0 to 1; [cells, cells] D as it is drawn, as stored */ d: Tensor<Float32Array | Uint16Array>;
  /** [samples] real samples, units of x; [samples, 2] real samples, units of x */ real: Tensor<Float32Array>;
  /** [samples] samples of G, units of x; [samples, 2] samples of G, units of x */ fake: Tensor<Float32Array>;
  [name: string]: Tensor;
};

/** Of the charts' rows. */
export type HistoryArrays = {
  /** [rows] of each row */ round: Tensor<Int32Array>;
  /** [rows] V(G, D) = −(loss of D), nats, or units of x for a Wasserstein critic; NaN where it is not known */ v: Tensor<Float32Array>;
  /** [rows] V(G, D*): what the best D would reach, if that is known; NaN where it is not known */ v_star: Tensor<Float32Array>;
  /** [rows] V(G, D*) − V(G, D) ≥ 0, if that is known; NaN where it is not known */ gap: Tensor<Float32Array>;
  /** [rows] C(G) = −log 4 + 2·JSD, nats; NaN where it is not known */ cost: Tensor<Float32Array>;
  /** [rows] Jensen–Shannon divergence of p_data and p_g, nats; NaN where it is not known */ jsd: Tensor<Float32Array>;
  /** [rows] the JSD that a perfect generator would get here, nats; NaN where it is not known */ jsd_floor: Tensor<Float32Array>;
  /** [rows] KL(p_data‖p_g), nats; NaN where it is not known */ kl_data_g: Tensor<Float32Array>;
  /** [rows] KL(p_g‖p_data), nats; NaN where it is not known */ kl_g_data: Tensor<Float32Array>;
  /** [rows] total variation, 0 to 1; NaN where it is not known */ tv: Tensor<Float32Array>;
  /** [rows] Wasserstein-1 distance, units of x (sliced in 2-D); NaN where it is not known */ w1: Tensor<Float32Array>;
  /** [rows] share of p_g outside the picture; NaN where it is not known */ outside: Tensor<Float32Array>;
  /** [rows] modes covered, by the published rule; NaN where it is not known */ modes: Tensor<Float32Array>;
  /** [rows] share of samples within 3σ of their nearest mode; NaN where it is not known */ high_quality: Tensor<Float32Array>;
  /** [rows] largest share of samples that are nearest one mode; NaN where it is not known */ nearest_share: Tensor<Float32Array>;
  /** [rows] KL of the mode histogram of high-quality samples from the weights, nats; NaN where it is not known */ mode_kl: Tensor<Float32Array>;
  /** [rows] mean D under p_data (of packs, where D looks at packs); of the output itself where D is a score; NaN where it is not known */ d_real: Tensor<Float32Array>;
  /** [rows] mean D under p_g (of packs, where D looks at packs); of the output itself where D is a score; NaN where it is not known */ d_fake: Tensor<Float32Array>;
  /** [rows] E‖z − F(G(z))‖², where there is a reconstructor; NaN where it is not known */ reconstruction: Tensor<Float32Array>;
  /** [rows] share of samples whose nearest mode bears the label that G was asked for, if there are labels; NaN where it is not known */ obeyed: Tensor<Float32Array>;
  /** [rows] loss of D per sample, mean over rounds; NaN where it is not known */ d_loss: Tensor<Float32Array>;
  /** [rows] loss of G per sample, and of F where there is a reconstructor, mean over rounds; NaN where it is not known */ g_loss: Tensor<Float32Array>;
  /** [rows] penalties on D, weights included, mean over rounds; NaN where it is not known */ penalty: Tensor<Float32Array>;
  /** [rows] norm of D's gradient, mean over rounds; NaN where it is not known */ d_grad_norm: Tensor<Float32Array>;
  /** [rows] norm of G's gradient, and of F's where there is a reconstructor, mean over rounds; NaN where it is not known */ g_grad_norm: Tensor<Float32Array>;
  /** [rows, modes] share of the samples nearest each mode */ mode_share: Tensor<Float32Array>;
  [name: string]: Tensor;
};

/** A binary message. */
export type Message = ({ kind: "frame" } & Frame) | ({ kind: "history" } & History);

export type Frame = { readonly meta: FrameMeta; readonly arrays: FrameArrays };

/** A frame of which is known that x has one coordinate. */
export type LineFrame = { readonly meta: FrameMeta & { view: "1d" }; readonly arrays: LineArrays };

/** A frame of which is known that x has two coordinates. */
export type PlaneFrame = { readonly meta: FrameMeta & { view: "2d" }; readonly arrays: PlaneArrays };

/** A picture of the gallery. */
export type Picture = { readonly meta: PictureMeta; readonly arrays: FrameArrays };

/** All rows of the charts. */
export type History = { readonly meta: HistoryMeta; readonly arrays: HistoryArrays };
