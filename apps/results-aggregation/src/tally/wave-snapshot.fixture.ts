import type { AdaptedQuestion, TimePoint } from '@polyphony/contracts';
import { QUESTIONS, translated } from '../wave.fixture.js';
import type { HeldAssembly, SeriesCounts, WaveSnapshot } from './wave-snapshot.js';

/** A wave with these assemblies and series. */
export function snapshotWith(assemblies: HeldAssembly[], series: SeriesCounts[]): WaveSnapshot {
  return {
    waveId: 'wave',
    methodologyVersionId: 'version',
    methodology: 'global-dialogue',
    semver: '1.0.0',
    questions: QUESTIONS,
    assemblies,
    series,
    isComplete: true,
  };
}

/** An assembly that follows the version of its wave, with exceptions. */
export function held(
  assemblyId: string,
  country: string,
  { questions, ...more }: Partial<Omit<HeldAssembly, 'questions'>> & { questions?: AdaptedQuestion[] } = {},
): HeldAssembly {
  return {
    assemblyId,
    country,
    region: 'africa',
    attended: null,
    outsideWindow: false,
    adaptationId: `adaptation of ${assemblyId}`,
    adaptationNumber: 1,
    methodologyVersionId: 'version',
    semver: '1.0.0',
    questions: translated(questions),
    ...more,
  };
}

/** Participants' answers of an assembly, to Q1 unless said otherwise. */
export function counts(
  assemblyId: string,
  codes: Record<string, number>,
  about: { questionId?: string; timePoint?: TimePoint } = {},
): SeriesCounts {
  return {
    assemblyId,
    questionId: 'Q1',
    timePoint: 'once',
    unitKind: 'participant',
    ...about,
    codes: Object.entries(codes).map(([code, count]) => ({ code, count })),
  };
}
