package io.oncegate.redis;

import java.time.Duration;

/** A claim that its primary has, and not as many replicas as it needs to count. */
final class TooFewReplicasException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooFewReplicasException(long acknowledged, int needed, Duration timeout) {
        super(acknowledged + " of " + needed + " replicas had the claim within " + timeout.toMillis() + " ms");
    }
}
