import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { SERVICE, type RunningService } from './service-definition.js';

/**
 * What events call an actor: the same for the same actor in all services that share PSEUDONYM_KEY, and nobody without the
 * key tells who it is.
 */
@Injectable()
export class Pseudonyms {
  /** Of this service itself, for events that no command made. */
  readonly own: string;

  constructor(@Inject(SERVICE) private readonly service: RunningService) {
    this.own = this.of(`service:${service.definition.name}`);
  }

  of(actorId: string): string {
    return createHmac('sha256', this.service.config.pseudonymKey).update(actorId).digest('base64url');
  }
}
