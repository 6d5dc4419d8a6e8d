package io.oncegate.orders;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Places and shows orders (contract 9).
 *
 * <p>A user's key makes at most one order, however often and however concurrently it is sent, on any number of instances:
 * {@link OrderRepository#insert} decides, not a look beforehand.
 */
public final class OrderService {

    private final OrderRepository orders;
    private final ProductCatalogue products;
    private final ReorderCheck reorderCheck;
    private final Clock clock;
    private final OrderIds ids = new OrderIds();

    public OrderService(OrderRepository orders, ProductCatalogue products, ReorderCheck reorderCheck, Clock clock) {
        this.orders = orders;
        this.products = products;
        this.reorderCheck = reorderCheck;
        this.clock = clock;
    }

    /**
     * Orders what {@code draft} says, unless its key has an order already: then that order is the answer, whatever else
     * could be asked.
     */
    public PlaceOutcome place(OrderDraft draft) {
        // an ordered product cannot vanish (a foreign key holds it), so this never hides a key's own order
        if (!products.contains(draft.prodCode())) {
            return new PlaceOutcome.UnknownProduct();
        }
        // whole microseconds, as the databases keep them: the first answer and a repeated one show the same time
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Order order = Order.placed(ids.at(now), draft, now);
        return orders.insert(order, reorderCheck.since(draft, now))
                .fold(
                        PlaceOutcome.Placed::new,
                        existing -> existing.hasContentOf(draft)
                                ? new PlaceOutcome.Repeated(existing)
                                : new PlaceOutcome.KeyReused(),
                        PlaceOutcome.PossibleDuplicate::new);
    }

    /** The user's order with that id; another user's order is not found. */
    public Optional<Order> find(String userId, UUID orderId) {
        return orders.find(userId, orderId);
    }

    /**
     * The user's order under that key. None means that none is there so far: whoever may still be at placing one is not
     * waited for.
     */
    public Optional<Order> find(String userId, DedupKey key) {
        return orders.find(userId, key);
    }

    /** Up to {@code limit} of the user's orders, newest first, older than {@code after} where it is given. */
    public OrderPage list(String userId, Optional<UUID> after, int limit) {
        return OrderPage.of(orders.list(userId, after, limit + 1), limit);
    }
}
