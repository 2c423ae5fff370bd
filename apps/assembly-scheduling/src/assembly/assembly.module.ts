import { Module } from '@nestjs/common';
import { AssemblyController } from './assembly.controller.js';
import { AssemblyQueries } from './assembly.queries.js';
import { AssemblyService } from './assembly.service.js';

@Module({ controllers: [AssemblyController], providers: [AssemblyService, AssemblyQueries] })
export class AssemblyModule {}
