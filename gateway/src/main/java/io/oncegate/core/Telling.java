package io.oncegate.core;

import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells listeners, whose failures go no further: watching never breaks a request, nor another who watches.
 *
 * @param listeners told of everything
 */
record Telling(List<IdempotencyListener> listeners) {

    private static final Logger LOG = Logger.getLogger(IdempotencyListener.class.getName());

    /** Copies them. */
    Telling {
        listeners = List.copyOf(listeners);
    }

    void tell(Consumer<IdempotencyListener> event) {
        for (IdempotencyListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a listener failed; the request goes on", e);
            }
        }
    }
}
