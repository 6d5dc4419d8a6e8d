package io.oncegate.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The question "you ordered this a moment ago, order again?" (contract 9).
 *
 * @param window how long after an order the same content under another key raises the question; zero never asks
 */
public record ReorderCheck(Duration window) {

    /**
     * @throws IllegalArgumentException if {@code window} is negative
     */
    public ReorderCheck {
        if (window.isNegative()) {
            throw new IllegalArgumentException("the re-order window is not negative");
        }
    }

    /** Since when an order with the content of {@code draft} raises the question; empty when none does. */
    Optional<Instant> since(OrderDraft draft, Instant now) {
        return draft.confirmed() || window.isZero() ? Optional.empty() : Optional.of(now.minus(window));
    }
}
