package io.oncegate.orders;

import java.util.function.Function;

/** What the database made of an order that was to be inserted. */
public sealed interface Insertion {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Function<Order, T> inserted, Function<Order, T> keyTaken, Function<Order, T> similar);

    /**
     * The order is there now.
     *
     * @param order the order as inserted
     */
    record Inserted(Order order) implements Insertion {
        @Override
        public <T> T fold(Function<Order, T> inserted, Function<Order, T> keyTaken, Function<Order, T> similar) {
            return inserted.apply(order);
        }
    }

    /**
     * The user's key has an order already; nothing was inserted.
     *
     * @param existing that order
     */
    record KeyTaken(Order existing) implements Insertion {
        @Override
        public <T> T fold(Function<Order, T> inserted, Function<Order, T> keyTaken, Function<Order, T> similar) {
            return keyTaken.apply(existing);
        }
    }

    /**
     * The key is free, but the user has a recent order with the same content; nothing was inserted.
     *
     * @param existing that order
     */
    record Similar(Order existing) implements Insertion {
        @Override
        public <T> T fold(Function<Order, T> inserted, Function<Order, T> keyTaken, Function<Order, T> similar) {
            return similar.apply(existing);
        }
    }
}
