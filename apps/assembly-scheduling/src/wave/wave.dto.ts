import { IfGiven, IsDay, IsId, IsText, PageQuery } from '@polyphony/service-kit';

export class ConveneWave {
  @IsId() coalitionId!: string;
  @IsText(500) subject!: string;
  @IsText(500) addressee!: string;
  @IsDay() opensOn!: string;
  /** Last day on which assemblies may be held. */
  @IsDay() closesOn!: string;
  @IsId() methodologyVersionId!: string;
}

export class ListWaves extends PageQuery {
  @IfGiven() @IsId() coalitionId?: string;
}
