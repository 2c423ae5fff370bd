import { Controller, Inject, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { deserialise, eventClassOf } from '@polyphony/contracts';
import { textHeaders } from '@polyphony/messaging';
import { logLevel } from 'kafkajs';
import { DataSource } from 'typeorm';
import { TOPIC } from '../partner-events.js';
import type { World } from '../world.js';
import { copyPartners } from './partner-copy.js';

/** The topic's name is in the decorator, so the prefix is fixed. */
export const PREFIX = 'projection.';
let runs = 0;

const RUN = Symbol('run');
interface Run {
  events: number;
  began: number;
  applied: number;
  finished(seconds: number): void;
}

@Controller()
class StockConsumer {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(RUN) private readonly run: Run,
  ) {}

  @EventPattern<string>(PREFIX + TOPIC)
  async apply(@Payload() _parsed: unknown, @Ctx() context: KafkaContext): Promise<void> {
    const { key, headers, value } = context.getMessage();
    const eventClass = eventClassOf(textHeaders(headers)['ce_type']!)!;
    const data = deserialise(eventClass, JSON.stringify(value));
    await this.dataSource.transaction((tx) => copyPartners(tx, [{ key: String(key), data }]));
    this.run.applied += 1;
    if (this.run.applied === this.run.events) this.run.finished((performance.now() - this.run.began) / 1_000);
  }
}

@Module({})
class StockModule {
  static of(dataSource: DataSource, run: Run): DynamicModule {
    return {
      module: StockModule,
      controllers: [StockConsumer],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: RUN, useValue: run },
      ],
    };
  }
}

/**
 * Nest's own Kafka server, as it comes, with the same effect in a transaction for each event.
 * @returns seconds from joining to the last COMMIT of these many
 */
export async function projectWithStockServer(world: World, url: string, events: number): Promise<number> {
  const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 8 }).initialize();
  let finished: Run['finished'] = () => {};
  const done = new Promise<number>((resolve) => (finished = resolve));
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(
    StockModule.of(dataSource, {
      events,
      began: performance.now(),
      applied: 0,
      finished: (seconds) => finished(seconds),
    }),
    {
      transport: Transport.KAFKA,
      logger: false,
      options: {
        client: { ...world.kafkaOptions, logLevel: logLevel.NOTHING },
        consumer: { groupId: `bench-stock-${(runs += 1)}` },
        subscribe: { fromBeginning: true },
      },
    },
  );
  await app.listen();
  const seconds = await done;
  await app.close();
  await dataSource.destroy();
  return seconds;
}
