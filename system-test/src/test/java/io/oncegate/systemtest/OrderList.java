package io.oncegate.systemtest;

import java.util.Random;
import java.util.UUID;

/** A list of orders as JSON, cut off at a length: nothing in it comes again but names, states and what numbers have in common. */
final class OrderList {

    private static final String[] STATES = {"PLACED", "PAID", "SHIPPED", "DELIVERED", "CANCELLED"};

    private OrderList() {}

    static String json(int length) {
        Random random = new Random(length);
        StringBuilder json = new StringBuilder("{\"orders\":[");
        while (json.length() < length) {
            json.append("{\"orderId\":\"%s\",\"prodCode\":\"SKU-%d\",\"amount\":\"%d.%02d\",\"status\":\"%s\","
                    .formatted(
                            new UUID(random.nextLong(), random.nextLong()),
                            random.nextInt(10_000),
                            random.nextInt(500),
                            random.nextInt(100),
                            STATES[random.nextInt(STATES.length)]));
            json.append("\"createdAt\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"duplicated\":false},"
                    .formatted(
                            1 + random.nextInt(28),
                            random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(60),
                            random.nextInt(1000)));
        }
        return json.substring(0, length);
    }
}
