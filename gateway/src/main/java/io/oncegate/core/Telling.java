package io.oncegate.core;

import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells a listener, whose failures go no further: watching never breaks a request.
 *
 * @param listener told of everything
 */
record Telling(IdempotencyListener listener) {

    private static final Logger LOG = Logger.getLogger(IdempotencyListener.class.getName());

    void tell(Consumer<IdempotencyListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener failed; the request goes on", e);
        }
    }
}
