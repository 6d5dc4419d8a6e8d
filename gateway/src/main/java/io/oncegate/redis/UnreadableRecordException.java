package io.oncegate.redis;

import org.jspecify.annotations.Nullable;

/** A record that this version cannot read: it is treated as an unknown outcome, never overwritten by chance. */
final class UnreadableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
