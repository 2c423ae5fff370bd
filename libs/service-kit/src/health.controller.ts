import { Controller, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { brokersAnswer } from '@polyphony/messaging';
import { DataSource } from 'typeorm';
import { CallableBy } from './callers.js';
import { DomainError } from './domain-error.js';
import { inTime } from './in-time.js';
import { SERVICE, type RunningService } from './service-definition.js';
import { pendingMigrations } from './migrations.js';

/** Shorter than a probe waits: one that is not answered counts as failed, which liveness must not be in an outage. */
const PATIENCE_MS = 2_000;

/** Liveness is progress, readiness is database, migrations and not leaving: a Kafka outage is no HTTP outage. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SERVICE) private readonly service: RunningService,
  ) {}

  /** Fails only when consumers have something to do, do not move, and database and broker do answer. */
  @Get('live')
  @CallableBy('public')
  @HttpCode(200)
  async live(): Promise<{ status: string; stopped?: string[] }> {
    const stalls = this.service.transport?.stalls() ?? [];
    if (stalls.length > 0 && (await this.enginesAnswer()))
      throw new DomainError('unavailable', 'consumer-stalled', stalls.join('; '));
    const stopped = this.service.transport?.stopped() ?? [];
    return { status: 'ok', ...(stopped.length > 0 ? { stopped } : {}) };
  }

  @Get('ready')
  @CallableBy('public')
  async ready(): Promise<{ status: string }> {
    if (this.service.leaving) throw new DomainError('unavailable', 'replica-leaving', 'This replica is about to stop');
    const asked = pendingMigrations(this.dataSource, this.service.definition.migrations);
    const pending = await inTime(asked, PATIENCE_MS);
    if (pending.length > 0)
      throw new DomainError('unavailable', 'migration-pending', `Run migrate first: ${pending.join(', ')}`);
    return { status: 'ok' };
  }

  private async enginesAnswer(): Promise<boolean> {
    try {
      await inTime(this.dataSource.query('SELECT 1'), PATIENCE_MS);
      await brokersAnswer(this.service.kafka);
      return true;
    } catch {
      return false;
    }
  }
}
