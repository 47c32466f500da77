import { StoreAway } from '../errors/store-away'

/** The store that has the pages does not answer now, or refuses this server. */
export class BucketAway extends StoreAway {
  constructor(
    readonly bucket: string,
    cause: unknown,
  ) {
    super(cause)
  }
}
