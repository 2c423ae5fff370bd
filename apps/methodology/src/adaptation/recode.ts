import { repeated, type CommonQuestion } from '../methodology-version/content.js';
import type { Recode } from './edit.js';

/**
 * Why a local code list with its map is none: the map must be a function on the local codes (I-10), into common codes
 * that say the same kind of thing, and a local code named like a common one must mean just that one (I-7).
 */
export function recodeFaults(
  question: CommonQuestion,
  { localCodes, map }: Recode,
): { code: string; detail: string }[] {
  const { questionId } = question;
  const commonKind = new Map(question.codes.map(({ code, kind }) => [code, kind]));
  const localKind = new Map(localCodes.map(({ code, kind }) => [code, kind]));
  const mapped = new Set(map.filter((entry) => entry.common.length > 0).map((entry) => entry.local));
  const fault = (code: string, detail: string): { code: string; detail: string } => ({
    code,
    detail: `${questionId}: ${detail}`,
  });
  return [
    ...[...repeated(localCodes.map(({ code }) => code))].map((code) =>
      fault('local-code-repeated', `local code ${code} is there twice`),
    ),
    ...[...repeated(map.map(({ local }) => local))].map((local) =>
      fault('map-not-a-function', `local code ${local} is mapped twice`),
    ),
    ...[...localKind.keys()]
      .filter((code) => !mapped.has(code))
      .map((code) => fault('local-code-unmapped', `local code ${code} stands for no common code`)),
    ...map
      .filter(({ local }) => !localKind.has(local))
      .map(({ local }) => fault('local-code-unknown', `the map has ${local}, which is no local code`)),
    ...map.flatMap(({ local, common }) => {
      const known = common.filter((code) => commonKind.has(code));
      const kind = localKind.get(local);
      return [
        ...common
          .filter((code) => !commonKind.has(code))
          .map((code) => fault('common-code-unknown', `${local} stands for ${code}, which is no common code`)),
        ...[...repeated(common)].map((code) => fault('common-code-repeated', `${local} stands for ${code} twice`)),
        ...known
          .filter((code) => kind !== undefined && commonKind.get(code) !== kind)
          .map((code) => fault('code-kind-differs', `${local} is ${kind} and ${code} is ${commonKind.get(code)}`)),
        ...(commonKind.has(local) && (known.length !== 1 || known[0] !== local)
          ? [fault('core-code-taken', `${local} is a common code and can stand for nothing but itself`)]
          : []),
      ];
    }),
  ];
}
