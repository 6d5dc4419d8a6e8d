package io.oncegate.orders.jdbc;

import io.oncegate.orders.Order;

/** The two statements of placing an order that each kind of database spells in its own way. */
interface Placement {

    /**
     * Inserts {@code order} unless its user's key has an order, and says whether it did. Waits for a concurrent transaction
     * that is inserting the same key. The transaction stays usable either way.
     */
    boolean insert(Order order);

    /**
     * Lets transactions that place the same content for the same user pass one at a time, until this one ends. The
     * statements after it see what the transaction before it committed.
     */
    void serialiseSameContent(Order order);
}
