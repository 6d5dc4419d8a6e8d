package io.oncegate.orders;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Some of a user's orders, newest first.
 *
 * @param orders the orders of this page
 * @param next what to ask for as {@code after} to get the next page; empty on the last one
 */
public record OrderPage(List<Order> orders, Optional<UUID> next) {

    /** Copies the list. */
    public OrderPage {
        orders = List.copyOf(orders);
    }

    /** A page out of up to {@code limit + 1} orders, of which the last only tells that there is a next page. */
    static OrderPage of(List<Order> found, int limit) {
        if (found.size() <= limit) {
            return new OrderPage(found, Optional.empty());
        }
        List<Order> shown = found.subList(0, limit);
        return new OrderPage(shown, Optional.of(shown.get(limit - 1).orderId()));
    }
}
