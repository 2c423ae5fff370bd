import { Controller, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { brokersAnswer } from '@polyphony/messaging';
import { DataSource } from 'typeorm';
import { CallableBy } from './callers.js';
import { DomainError } from './domain-error.js';
import { SERVICE, type RunningService } from './service-definition.js';
import { pendingMigrations } from './migrations.js';

/** Liveness is progress, readiness is database and migrations: a Kafka outage is no HTTP outage. */
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
    const pending = await pendingMigrations(this.dataSource, this.service.definition.migrations);
    if (pending.length > 0)
      throw new DomainError('unavailable', 'migration-pending', `Run migrate first: ${pending.join(', ')}`);
    return { status: 'ok' };
  }

  private async enginesAnswer(): Promise<boolean> {
    try {
      await this.dataSource.query('SELECT 1');
      await brokersAnswer(this.service.kafka);
      return true;
    } catch {
      return false;
    }
  }
}
