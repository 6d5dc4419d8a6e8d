package io.oncegate.orders;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where orders are. Safe for use by any number of threads and processes at once. */
public interface OrderRepository {

    /**
     * Inserts {@code order} unless its user's key has an order already, or, where {@code similarSince} is given, the user
     * has another order with the same product and amount made since then. The key is decided by the insert itself and goes
     * first: a taken key never raises the other question.
     *
     * <p>All in one transaction. Of concurrent calls with one key exactly one inserts, and the others get its order. Of
     * concurrent calls with {@code similarSince}, the same content and different keys, exactly one inserts.
     *
     * <p>When the call throws, the order may or may not be there; the same call again tells.
     */
    Insertion insert(Order order, Optional<Instant> similarSince);

    /** The user's order with that id; another user's order is not found. */
    Optional<Order> find(String userId, UUID orderId);

    /** The user's order under that key; another user's order is not found. */
    Optional<Order> find(String userId, DedupKey key);

    /**
     * The user's orders, newest first.
     *
     * @param after the last order of the page before, or empty for the first page
     * @param limit the most orders to return
     */
    List<Order> list(String userId, Optional<UUID> after, int limit);
}
