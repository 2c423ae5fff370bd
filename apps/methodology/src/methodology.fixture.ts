import {
  PartnerActivated,
  PartnerErased,
  PartnerRegistered,
  PartnerSuspended,
  type Standing,
} from '@polyphony/contracts';
import type { Role } from '@polyphony/service-kit';
import { eventually, type HttpAnswer, type HttpClient, type TestService } from '@polyphony/testing';
import { v7 as uuid } from 'uuid';
import type { Content } from './methodology-version/content.js';
import type { MethodologyVersionView } from './methodology-version/methodology-version.queries.js';

/** What specs of this service do again and again. */
export interface Methodology {
  /** A partner that the registry has told of, and that has arrived in the copy. */
  partner(standing?: Standing): Promise<string>;
  suspend(partnerId: string): Promise<void>;
  /** The registry tells that this partner is registered, and not yet active. */
  register(partnerId: string): Promise<void>;
  /** The registry forgets a partner that was never active. */
  erase(partnerId: string): Promise<void>;
  /** Somebody of this partner. */
  of(partnerId: string, role?: Role): HttpClient;
  draft(content?: Content, head?: object): Promise<MethodologyVersionView>;
  publish(content: Content, head?: object): Promise<MethodologyVersionView>;
  /** A command on something that was read at its version; by the network's office unless said otherwise. */
  command<View>(
    collection: string,
    seen: { id: string; version: number },
    verb: string,
    body?: object,
    http?: HttpClient,
  ): Promise<HttpAnswer<View>>;
}

export function methodologyOf(service: TestService): Methodology {
  const at = '2026-05-01T10:00:00.000Z';
  const active = (id: string) =>
    service.database.query('SELECT active FROM network_partner WHERE partner_id = $1', [id]);
  const made = async <View>(answer: Promise<HttpAnswer<View>>): Promise<View> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const methodology: Methodology = {
    partner: async (standing = 'fellow') => {
      const id = uuid();
      const event = new PartnerActivated({ partnerId: id, standing, country: 'KE', region: 'africa', activatedAt: at });
      await service.publish(event, { id, version: 2 });
      await eventually(async () => expect(await active(id)).toEqual([{ active: true }]));
      return id;
    },
    suspend: async (id) => {
      const event = new PartnerSuspended({ partnerId: id, reason: 'safety', suspendedAt: at });
      await service.publish(event, { id, version: 3 });
      await eventually(async () => expect(await active(id)).toEqual([{ active: false }]));
    },
    register: async (id) => {
      const event = new PartnerRegistered({
        partnerId: id,
        kind: 'person',
        standing: 'fellow',
        country: 'KE',
        region: 'africa',
        languages: ['sw'],
        declaresInterest: false,
        registeredAt: at,
      });
      await service.publish(event, { id, version: 1 });
      await eventually(async () => expect(await active(id)).toEqual([{ active: null }]));
    },
    erase: async (id) => {
      const event = new PartnerErased({ partnerId: id, reason: 'own-request', erasedAt: at });
      await service.publish(event, { id, version: 2 });
      await eventually(async () => expect(await active(id)).toEqual([{ active: false }]));
    },
    of: (partner, role = 'fellow') => service.http.as({ actor: `${role} of ${partner}`, role, partner }),
    draft: (content, head = {}) => {
      const family = { methodology: `family-${uuid()}`, semver: '1.0.0', title: 'Climate', sourceLanguage: 'en' };
      return made(
        service.http.post('/v1/methodology-versions', { ...family, ...head, ...(content ? { content } : {}) }),
      );
    },
    publish: async (content, head) => {
      const draft = await methodology.draft(content, head);
      return made(methodology.command('methodology-versions', draft, 'publication'));
    },
    command: (collection, { id, version }, verb, body, http = service.http) =>
      http.post(`/v1/${collection}/${id}/${verb}`, body, { ifMatch: `"${version}"` }),
  };
  return methodology;
}

/** The code of a refusal. */
export const codeOf = ({ status, body }: HttpAnswer<unknown>): [number, string] => [
  status,
  (body as { code: string }).code,
];
