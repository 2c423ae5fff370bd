/** Nothing to say: a release holds what is counted now. */
export class PublishRelease {}
