/** What a trust report is made of: plain data in, plain data out. */
import type { Batch, ModelAdapter } from '../interpret/adapter';

type Numbers = ArrayLike<number>;

/** A column: numbers, or names of classes. */
export type TrustColumn = Numbers | readonly string[];

/** The rows of sets (clusters of a sample), those of all objects one behind the other. */
export interface Members {
  /** [objects + 1]: object s holds the rows starts[s] to starts[s + 1]. */
  starts: Uint32Array;
  /** Group (halo) of each row: rows of one group are not independent. */
  groups: ArrayLike<number | string>;
  /** Known physics by name, one value a row. */
  physics: Readonly<Record<string, Numbers>>;
  /** What no row should know, by name, one value a row. */
  nuisances?: Readonly<Record<string, TrustColumn>>;
}

/** Objects and what is known of them; columns hold one value an object. */
export interface TrustPart {
  /** As the model takes them, with ids. */
  inputs: Batch;
  /** Target of each object: a number, or the place of its class. */
  truth: Numbers;
  /** Ids of the rows of `truth`, where they come from another table: they must be those of the inputs, in order. */
  truthIds?: readonly string[];
  groups: ArrayLike<number | string>;
  /** Metadata that must not tell the target, by name. */
  nuisances?: Readonly<Record<string, TrustColumn>>;
  /** Known physics by name; of sets it stands with the members. */
  physics?: Readonly<Record<string, Numbers>>;
  members?: Members;
  /** Time of each object, where order matters. */
  time?: Numbers;
}

/** What is known of the training part; its inputs are only needed to find duplicates. */
export interface TrainingPart {
  ids?: readonly string[];
  /** Group of each object; for sets of each row. */
  groups: ArrayLike<number | string>;
  inputs?: Batch;
  time?: Numbers;
}

/** Inputs of the test objects, in their order, with something changed. */
export interface ChangedInputs {
  /** The change in words: "all clusters replaced by the mean one". */
  change: string;
  inputs: Batch;
  /** Least error that what is left allows (of the target, after the best straight line); default: none is left. */
  limit?: number;
}

/** The objects that a model is judged by. Everything but `train` and `test` may be missing: checks that need it say so. */
export interface TrustData {
  train: TrainingPart;
  test: TrustPart;
  /** A second domain: another simulation, or the sky. */
  elsewhere?: TrustPart;
  /** The test objects without their source: background alone, or for sets only their number. */
  background?: ChangedInputs;
  /** The test objects under a symmetry that must not matter: turned, shifted, rows in another order. */
  turned?: ChangedInputs;
  /** The same objects observed again: another noise seed, another camera. */
  observedAgain?: ChangedInputs;
  /** The test objects without the scales below the resolution. */
  resolvedOnly?: ChangedInputs;
  /** Where the physics lies: 1 for each place of the flattened data inputs, [count, width]. */
  truthMask?: Numbers;
  /** Standard deviation of the noise of each place of the flattened data inputs, or one for all. */
  noise?: number | Numbers;
  /** A random draw of the population that the scope names: columns by name, one value an object. */
  population?: Readonly<Record<string, Numbers>>;
}

/** A step before the model that learned from data. */
export interface Preprocessing {
  step: string;
  /** The part it was fitted on, in the words of the split: "train". */
  fittedOn: string;
  /** What it learned, and what it learns when it is fitted anew on the training part; compared where both are given. */
  learned?: Numbers;
  refitted?: Numbers;
}

/** What the author says of model and data; the report holds them to it. */
export interface TrustDeclaration {
  scope: {
    /** What objects: "flux- and volume-limited clusters at z = .1". */
    population: string;
    /** Where they come from: "simulated, Bocquet et al. 2016". */
    domain: string;
    /** Of the second domain, where there is one. */
    elsewhere?: string;
    /** Range of signal to noise or of the target. */
    range?: string;
  };
  target: {
    kind: 'regression' | 'classification';
    name: string;
    unit?: string;
    /** Which number of the answer; default 0. */
    index?: number;
    /** Names of the classes in the order of the answer; one number is the logit of the second. */
    classes?: readonly string[];
    /** Which number of the answer is the uncertainty, and how it is stored. */
    sigma?: { index: number; stored: 'sigma' | 'log' };
  };
  /** What an independent object is: "halo", "star", or "none" with the reason. */
  groupKey: string;
  /** What the axes of each data input count. */
  axes?: Readonly<Record<string, readonly string[]>>;
  /** Which physics column leads; default the first. */
  leading?: string;
  /** Name of the terse layer; default as the model declares. */
  terseLayer?: string;
  /** |Spearman| of terse value and leading physics of honest models of several seeds. */
  honestTerse?: readonly number[];
  /** Least error that any honest estimator can have on such objects. */
  limit?: { value: number; assumes: string };
  preprocessing: readonly Preprocessing[];
  /** Name of the time field, where a split must be in its order. */
  timeKey?: string;
  /** Error of models that differ in their seed alone. */
  seedErrors?: readonly number[];
  /** An object whose answer is known from elsewhere. */
  oracle?: { id: string; answer: number; tolerance: number };
  /** Baseline of explanations that compare with something. */
  baseline?: { name: string; values: Float64Array };
  /** Checks that the author waives, with the reason. */
  waived?: Readonly<Record<string, string>>;
}

/** A model with a known fault, trained as the model in question, and the test objects of its kind. */
export interface PlantedCheat {
  name: string;
  model: ModelAdapter;
  test: TrustPart;
  background?: ChangedInputs;
}

/** Models beside the one in question. */
export interface TrustControls {
  /** Without one, a model that reads a tag and nothing else is put together from the test objects. */
  cheat?: PlantedCheat;
  /**
   * The model in a form that shows its inside (gradients, weights drawn anew), with some of the test objects as it takes them;
   * explanations are judged on it. Default the model itself and the first test objects.
   */
  inside?: { model: ModelAdapter; inputs: Batch };
  /** Twins trained on permuted labels; `fitted` is the share of these labels that each has learned (R^2 or accuracy). */
  permuted?: readonly { model: ModelAdapter; fitted: number }[];
}

export type Outcome = 'pass' | 'warn' | 'fail' | 'inconclusive' | 'n/a' | 'waived';

/** What a check finds, before it is held against its controls. */
export interface Finding {
  outcome: Exclude<Outcome, 'waived'>;
  /** What was measured, in words. */
  statistic: string;
  value: number | null;
  interval?: readonly [number, number];
  /** Independent objects behind it. */
  n: number;
  /** One plain sentence. */
  reason: string;
  /** Figures behind it. */
  evidence?: readonly { label: string; value: number | string }[];
}

/** What a check did with a planted fault and without any. */
export interface ControlResult {
  /** Share of planted faults that were found, with its exact 95 % interval. */
  power: number;
  interval: readonly [number, number];
  draws: number;
  /** Share of draws without a fault that passed (or warned); null where no such control exists. */
  passed: number | null;
  /** What was planted. */
  planted: string;
}

/** One row of the report. */
export interface CheckResult extends Finding0 {
  id: string;
  version: number;
  question: string;
  hard: boolean;
  /** A failure means that the model is bound to its simulation. */
  bound: boolean;
  required: boolean;
  threshold: string;
  basis: 'literature' | 'statistical' | 'house';
  controls: ControlResult | null;
  seconds: number;
}

type Finding0 = Omit<Finding, 'outcome'> & { outcome: Outcome };

export type Verdict =
  'Compromised' | 'Unverified' | 'Overspecialized' | 'Provisional' | 'Trusted within scope';

/** A trust report; canonical as JSON. */
export interface TrustReport {
  format: 'terselab trust report';
  version: 1;
  suite: string;
  model: string;
  verdict: Verdict;
  /** Why, in one plain sentence. */
  sentence: string;
  scope: string;
  checks: CheckResult[];
  seed: number;
  seconds: number;
}
