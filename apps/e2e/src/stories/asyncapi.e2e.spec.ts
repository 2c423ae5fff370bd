import { readFileSync } from 'node:fs';
import { Parser, type AsyncAPIDocumentInterface } from '@asyncapi/parser';
import { CATALOGUE } from '@polyphony/contracts';
import { asyncApi, ASYNCAPI_FILE } from '../asyncapi/asyncapi.js';

const checkedIn = readFileSync(ASYNCAPI_FILE, 'utf8');

async function parsed(text: string): Promise<{ document: AsyncAPIDocumentInterface | undefined; findings: string[] }> {
  const { document, diagnostics } = await new Parser().parse(text);
  return { document, findings: diagnostics.map(({ path, message }) => `${path.join('/')}: ${message}`) };
}

describe('The AsyncAPI document', () => {
  it('is what catalogue and services say (else: npm run generate)', async () => {
    expect(await asyncApi()).toBe(checkedIn);
  });

  it('is AsyncAPI 3.1, and the parser finds no error, no warning and no hint in it', async () => {
    const { document, findings } = await parsed(checkedIn);
    expect(findings).toEqual([]);
    expect(document!.version()).toBe('3.1.0');
  });

  it('is read by the parser closely enough that a planted reference to nothing is found', async () => {
    const planted = checkedIn.replace('#/components/schemas/Attendance', '#/components/schemas/Nobody');
    expect(planted).not.toBe(checkedIn);
    expect((await parsed(planted)).findings).not.toEqual([]);
  });

  it('has every topic with its events, and somebody who sends to it', async () => {
    const { document } = await parsed(checkedIn);
    const channels = document!.allChannels().all();
    expect(channels.map((channel) => channel.address())).toEqual(CATALOGUE.map(({ topic }) => topic));
    for (const channel of channels) {
      const { events, kind } = CATALOGUE.find(({ topic }) => topic === channel.address())!;
      const types = events.map(({ type }) => type);
      const gone = kind === 'state' ? ['tombstone'] : [];
      expect(channel.messages().map((message) => message.name())).toEqual([...types, ...gone]);
      expect(channel.operations().filterBySend()).toHaveLength(1);
    }
  });

  it('says who receives what, in which group', async () => {
    const { document } = await parsed(checkedIn);
    const operation = document!.operations().get('assembly-scheduling.host-partner.receive')!;
    expect(operation.isReceive()).toBe(true);
    expect(operation.channels().map((channel) => channel.address())).toEqual(['partner-registry.partner']);
    expect(operation.messages().map((message) => message.name())).toEqual([
      'partner.registered.v1',
      'partner.activated.v1',
      'partner.suspended.v1',
      'partner.reinstated.v1',
      'partner.erased.v1',
    ]);
    expect(operation.bindings().get('kafka')!.value()).toMatchObject({
      groupId: { const: 'assembly-scheduling.host-partner' },
    });
  });
});
