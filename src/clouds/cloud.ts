import type { Reading, Taken } from './reading.ts';

/**
 * Name of one resource. Which parts it has between the colons, only its cloud knows.
 */
export type Arn = `arn:${string}`;

/** Name of a type of resources, such as `Ecs-Disk`: what it means, only its cloud knows. */
export type ResourceType = `${string}-${string}`;

/** Name of a rule: `rule:<triggers>:<primary type>:<associated type>`. */
export type SettingName = `rule:${string}`;

/** An ARN taken apart. `id` may itself hold slashes and colons. */
export type ResourceRef = {
  readonly type: ResourceType;
  readonly region: string;
  readonly accountId: string;
  readonly id: string;
};

/** What flows from which primary type to which associated type, and when. */
export type Rule = {
  readonly settingName: SettingName;
  readonly primary: ResourceType;
  readonly associated: ResourceType;
  /** The API calls that make, end or change the association. Tag calls follow from the two types. */
  readonly calls: readonly string[];
  /** True when the inherited tags go when the association ends. */
  readonly removesOnDetach: boolean;
  /** True when it can be applied to resources that exist already. */
  readonly supportsExisting: boolean;
  /** Who wins when several primaries offer a key: the direct holder (0) before what is around it (1). */
  readonly rank: number;
  /** What works where no audit trail tells of calls, in a sentence for people; undefined where nothing does. */
  readonly withoutTrail?: string;
};

/** What resources of one type may have. */
export type TypeFacts = {
  /** How an id is told apart from those of other types, where nobody wants a whole ARN: `disk` in `disk/d-1`. */
  readonly shortName: string;
  /** What an id must look like to be of this type and of no other: then nobody looks for others of that name. Undefined where ids are names. */
  readonly ownIds?: RegExp | undefined;
  /** Tags that one may hold unless its owner's quota is another, the cloud's own not counted. */
  readonly maxTags: number;
  /** Characters. */
  readonly longestKey: number;
  readonly longestValue: number;
};

/** How a cloud's ARNs are written. */
export type ArnForm = {
  /** As it is told to people: `arn:<cloud>:<service>:<region>:<account>:<type>/<id>`. */
  readonly form: string;
  /** One, for help texts. */
  readonly example: Arn;
  /** What tells its types apart in an ARN, as it is told to people. */
  readonly kinds: readonly string[];
  /** Undefined for anything but the ARN of one of the cloud's types. */
  readonly read: (text: string) => ResourceRef | undefined;
  /** The type that an ARN is of; asked more often than all else, and of well-formed ARNs. */
  readonly typeOf: (arn: Arn) => ResourceType | undefined;
  /** The ARN of a resource of one of the cloud's types. */
  readonly format: (ref: ResourceRef) => Arn;
};

/** Which tags a cloud takes from nobody, or which nobody should pass on. */
export type TagRules = {
  /** True for a key that the cloud keeps to itself: nobody may write it. */
  readonly isReserved: (key: string) => boolean;
  /** How such keys begin, as it is told to people. */
  readonly reserved: string;
  /** True for a text that the cloud refuses in a key or value. */
  readonly isRefused: (text: string) => boolean;
  /** What such a text contains, as it is told to people. */
  readonly refused: string;
  /** Keys that other software reads as evidence; a `*` at the end stands for any ending. Not inherited unless a rule lets them through. */
  readonly withheld: readonly string[];
  /** True for such a key. */
  readonly isWithheld: (key: string) => boolean;
};

/** What the names of API calls mean to associations. */
export type CallFacts = {
  /** True for the event of a call that writes tags of resources of this type. */
  readonly isTagCallOf: (type: ResourceType, eventName: string) => boolean;
  /** True for calls that let associations end and make none. */
  readonly endsAssociations: (eventName: string) => boolean;
  /** True for calls on a primary whose events name what they associate: its other heirs were there before. */
  readonly namesWhatItMakes: (eventName: string) => boolean;
};

/**
 * What is known of a cloud: light enough for every program. How its events are read stands apart, in
 * an `EventReader`, and what can be simulated of it, too: most programs need neither.
 */
export type Cloud = {
  /** One word, small letters. */
  readonly name: string;
  /** True for the id of one of its accounts. Where several clouds say so it belongs to the first. */
  readonly hasAccount: (accountId: string) => boolean;
  readonly arns: ArnForm;
  /** In the order in which they are listed. */
  readonly resourceTypes: ReadonlyMap<ResourceType, TypeFacts>;
  readonly tagRules: TagRules;
  readonly calls: CallFacts;
  /** In the order in which they are listed; a pair of types has one rule at the most. */
  readonly rules: readonly Rule[];
  /** True for one that a stage can have simulated. */
  readonly hasSimulator: boolean;
  /** Regions whose events are handled, region id → name. */
  readonly regions: ReadonlyMap<string, string>;
};

/** Region ids that are handled; nothing is inherited in others. */
export type Regions = { readonly has: (region: string) => boolean };

/** An EventBridge pattern, which lets some events go on to the changes queue, and the name of its rule on the bus. */
export type NamedPattern = {
  readonly name: string;
  readonly pattern: { readonly source: readonly string[] } & Readonly<Record<string, unknown>>;
};

/** How a cloud's events are read. Pure. */
export type EventReader = {
  /** The cloud's name. */
  readonly cloud: string;
  /** Says which resources an event touches; `invalid` for what is no event of this cloud. */
  readonly read: (raw: unknown, regions: Regions) => Reading;
  /**
   * Puts an event of any accepted form into the bus's own.
   * @param accountId whose the event is when it does not say so
   */
  readonly toBusEvent: (raw: unknown, accountId: string | undefined, regions: Regions) => Taken;
  /**
   * Patterns that let through what `read` reads, and little else.
   * @param regions ids of those to let through
   * @param ownCallers who can only be this service, as the audit trail names them: what they did is kept out
   */
  readonly patterns: (
    regions: readonly string[],
    ownCallers: readonly string[],
  ) => readonly NamedPattern[];
  /** Who writes tags in its simulator, as the audit trail names them: nobody but this service. */
  readonly simulatedCallers: readonly string[];
};
