package io.oncegate.orders;

/** What has become of an order. */
public enum OrderStatus {
    /** Taken, and nothing else yet. */
    PLACED
}
