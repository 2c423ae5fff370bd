import { Controller, Module } from '@nestjs/common';
import { CreateRoute, CurrentActor, ReadRoute, type Actor, type ServiceDefinition } from '@polyphony/service-kit';
import { IsOptional, IsString } from 'class-validator';
import { probe } from '../probe/service.js';

class ActorView {
  @IsString() id!: string;
  @IsString() role!: string;
  @IsOptional() @IsString() partnerId?: string;
}

@Controller('v1')
class WhoamiController {
  @ReadRoute(['fellow', 'analyst'], 'whoami', ActorView, 'Who acts')
  whoami(@CurrentActor() actor: Actor): ActorView {
    return actor;
  }

  @CreateRoute(['fellow', 'analyst'], ActorView, 'Who acts', 'whoami')
  act(@CurrentActor() actor: Actor): ActorView {
    return actor;
  }

  @ReadRoute('public', 'public', ActorView, 'Who acts, if anybody')
  anybody(@CurrentActor() actor: Actor | undefined): Partial<ActorView> {
    return actor ?? {};
  }
}

@Module({ controllers: [WhoamiController] })
class WhoamiModule {}

/** A service that answers who it takes its caller for. */
export const whoami: ServiceDefinition = { ...probe, module: WhoamiModule };
