/** One partition; only its newest record counts. Holds how far the relay of this ledger has come. */
export const markerTopic = (ledgerId: string): string => `lintel.relay.${ledgerId}`;
