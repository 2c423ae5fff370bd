import type { Region } from '@polyphony/contracts';
import type { Versioned } from './api.js';

/** A revision of a submission as it was judged; a list tells less. */
export interface SubmissionView extends Versioned {
  submissionId: string;
  state: 'judged' | 'quarantined' | 'released';
  rows: { received: number; accepted: number; rejected: number; quarantined: number };
  rejected: { index: number; code: string; detail: string }[];
}

/** One answer, as it is sent. */
export interface Response {
  unitKind: 'participant' | 'table' | 'assembly';
  unitId: string;
  questionId: string;
  code: string;
  timePoint: 'before' | 'after' | 'once';
  answeredAt: string;
}

/** An assembly as far as this program reads it. */
export interface AssemblyView extends Versioned {
  status: string;
  country: string;
  region: Region;
  sessions: { startsAt: string; endsAt: string }[];
  attendance: { attended: number } | null;
}

/** A wave as far as this program reads it. */
export interface WaveView extends Versioned {
  subject: string;
}

/** A release as it is listed. */
export interface ReleaseView extends Versioned {
  number: number;
  assemblyIds: string[];
  /** Answers that count in it. */
  responses: number;
  files: { name: string; bytes: number; sha256: string }[];
}

/** A figure of `figures.json`; suppressed ones have no n and no codes. */
export interface Figure {
  questionId: string;
  timePoint: Response['timePoint'];
  unitKind: Response['unitKind'];
  level: 'wave' | 'region' | 'country' | 'assembly';
  group: string;
  n: number | null;
  codes: { code: string; count: number; share: number }[];
  suppressed: boolean;
}

/** Of `inclusion.json`: which assemblies a pooled figure holds. */
export interface Inclusion {
  questionId: string;
  timePoint: Response['timePoint'];
  included: (InclusionNotes & { grade: string })[];
  leftOut: (InclusionNotes & { reason: string })[];
}

interface InclusionNotes {
  assemblyId: string;
  country: string;
  /** Some of its answers wait for more: so few would stand out against the release before. */
  waiting: boolean;
  /** More units answered than people came. */
  moreThanAttended: boolean;
}

/** What a release changed against the one before. */
export interface Changes {
  newAssemblyIds: string[];
  questions: {
    questionId: string;
    timePoint: Response['timePoint'];
    unitKind: Response['unitKind'];
    before: number | null;
    after: number | null;
  }[];
}
