package io.oncegate.orders;

import java.time.Instant;
import java.util.UUID;

/**
 * An order.
 *
 * @param orderId its name for ever; later orders have greater ids
 * @param userId who ordered
 * @param key the caller's name for the attempt that became this order
 * @param prodCode the product's code
 * @param amount the price
 * @param status what has become of it
 * @param createdAt when, in whole microseconds, the finest that both databases keep
 */
public record Order(
        UUID orderId,
        String userId,
        DedupKey key,
        String prodCode,
        Amount amount,
        OrderStatus status,
        Instant createdAt) {

    static Order placed(UUID orderId, OrderDraft draft, Instant createdAt) {
        return new Order(
                orderId, draft.userId(), draft.key(), draft.prodCode(), draft.amount(), OrderStatus.PLACED, createdAt);
    }

    /** Whether {@code draft} asks for what this order is: the same product for the same price. */
    boolean hasContentOf(OrderDraft draft) {
        return prodCode.equals(draft.prodCode()) && amount.equals(draft.amount());
    }
}
