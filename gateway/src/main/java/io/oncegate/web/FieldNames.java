package io.oncegate.web;

import java.util.List;

/** The header fields that Oncegate reads and writes. */
final class FieldNames {

    /** The client's key; towards the upstream always bare, and echoed on every covered answer. */
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** Towards the upstream: 1 for the first execution under an entry, more for later ones. */
    static final String IDEMPOTENCY_ATTEMPT = "Idempotency-Attempt";
    /** On an answer: it is a kept one. */
    static final String IDEMPOTENT_REPLAYED = "Idempotent-Replayed";
    /** On an answer: the request ran without protection, and why. */
    static final String IDEMPOTENCY_STATUS = "Idempotency-Status";
    /** From the upstream: what it says of the request's effect; never shown to the client. */
    static final String IDEMPOTENCY_DISPOSITION = "Idempotency-Disposition";

    /** Of these a client's copies have no meaning, whatever the route (contract 6). */
    static final List<String> NOT_THE_CLIENTS =
            List.of(IDEMPOTENCY_ATTEMPT, IDEMPOTENT_REPLAYED, IDEMPOTENCY_STATUS, IDEMPOTENCY_DISPOSITION);

    private FieldNames() {}
}
