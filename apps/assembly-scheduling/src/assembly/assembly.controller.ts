import { Body, Controller, Query } from '@nestjs/common';
import {
  CommandRoute,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import {
  AttachAdaptation,
  CancelAssembly,
  ConcludeAssembly,
  ListAssemblies,
  PostponeAssembly,
  ProposeAssembly,
  ScheduleAssembly,
  StartAssembly,
} from './assembly.dto.js';
import { AssemblyQueries } from './assembly.queries.js';
import { AssemblyService } from './assembly.service.js';
import { AssemblyView } from './assembly.view.js';

@Controller('v1/assemblies')
export class AssemblyController {
  constructor(
    private readonly assemblies: AssemblyService,
    private readonly queries: AssemblyQueries,
  ) {}

  @CreateRoute(AssemblyView, 'Propose an assembly of a wave')
  proposeAssembly(@Body() body: ProposeAssembly, @InCommand() command: Command): Promise<AssemblyView> {
    return this.assemblies.propose(body, command);
  }

  @CommandRoute(':id/adaptation', AssemblyView, 'Attach the approved adaptation that it follows')
  attachAdaptation(
    @Id() id: string,
    @Body() body: AttachAdaptation,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.attach(id, body.adaptationId, command);
  }

  @CommandRoute(':id/schedule', AssemblyView, 'Fix its sessions, or fix them anew after a postponement')
  scheduleAssembly(
    @Id() id: string,
    @Body() body: ScheduleAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.schedule(id, body.sessions, command);
  }

  @CommandRoute(':id/start', AssemblyView, 'Report that it has started')
  startAssembly(@Id() id: string, @Body() body: StartAssembly, @InCommand() command: Command): Promise<AssemblyView> {
    return this.assemblies.start(id, new Date(body.startedAt), command);
  }

  @CommandRoute(':id/conclusion', AssemblyView, 'Report that it has ended, and how many came')
  concludeAssembly(
    @Id() id: string,
    @Body() { attendance, concludedAt }: ConcludeAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.conclude(id, attendance, new Date(concludedAt), command);
  }

  @CommandRoute(':id/postponement', AssemblyView, 'Take it off its planned time')
  postponeAssembly(
    @Id() id: string,
    @Body() { postponedAt, outsideWindow = false, ...disruption }: PostponeAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.postpone(id, disruption, outsideWindow, new Date(postponedAt), command);
  }

  @CommandRoute(':id/cancellation', AssemblyView, 'Cancel it before it starts')
  cancelAssembly(
    @Id() id: string,
    @Body() { cancelledAt, ...disruption }: CancelAssembly,
    @InCommand() command: Command,
  ): Promise<AssemblyView> {
    return this.assemblies.cancel(id, disruption, new Date(cancelledAt), command);
  }

  @ReadRoute(':id', AssemblyView, 'One assembly')
  getAssembly(@Id() id: string): Promise<AssemblyView> {
    return this.queries.byId(id);
  }

  @ListRoute('', AssemblyView, 'Assemblies, oldest first')
  listAssemblies(@Query() query: ListAssemblies): Promise<Page<AssemblyView>> {
    return this.queries.list(query, query);
  }
}
