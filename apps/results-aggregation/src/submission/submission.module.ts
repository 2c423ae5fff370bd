import { Module } from '@nestjs/common';
import { Questionnaires } from '../questionnaire/questionnaires.js';
import { SubmissionController } from './submission.controller.js';
import { SubmissionQueries } from './submission.queries.js';
import { SubmissionService } from './submission.service.js';

@Module({ controllers: [SubmissionController], providers: [SubmissionService, SubmissionQueries, Questionnaires] })
export class SubmissionModule {}
