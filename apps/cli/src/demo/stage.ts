import pLimit from 'p-limit';
import type { Api } from '../api/api.js';

/** Commands in flight at once; more are not faster on two cores. */
const AT_ONCE = 8;

/** The demo while it plays: its API and its progress. */
export class Stage {
  private readonly began = Date.now();

  constructor(
    readonly api: Api,
    private readonly log: (line: string) => void,
  ) {}

  /** One line of progress. */
  tell(line: string): void {
    this.log(`  ${((Date.now() - this.began) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
  }

  /** Does the same for each, several at once; the answers are in the order of the things. */
  each<T, R>(things: readonly T[], work: (thing: T, at: number) => Promise<R>, atOnce = AT_ONCE): Promise<R[]> {
    return pLimit(atOnce).map(things, work);
  }

  /** The API on behalf of the network's coordinators. */
  get coordinator(): Api {
    return this.api.as({ id: 'demo-coordinator', role: 'network-coordinator' });
  }

  /** The API on behalf of those who keep the method. */
  get steward(): Api {
    return this.api.as({ id: 'demo-steward', role: 'methodology-steward' });
  }

  /** The API on behalf of who publishes results. */
  get rapporteur(): Api {
    return this.api.as({ id: 'demo-rapporteur', role: 'rapporteur' });
  }

  /** The API on behalf of one partner. */
  fellow(partnerId: string): Api {
    return this.api.as({ id: `demo-fellow-${partnerId}`, role: 'fellow', partnerId });
  }

  /** The API on behalf of somebody of this partner who reviews the adaptations of others. */
  reviewer(partnerId: string): Api {
    return this.api.as({ id: `demo-reviewer-${partnerId}`, role: 'reviewer', partnerId });
  }
}
