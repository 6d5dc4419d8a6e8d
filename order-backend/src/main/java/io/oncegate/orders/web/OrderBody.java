package io.oncegate.orders.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oncegate.edge.UtcTime;
import io.oncegate.orders.Order;
import org.jspecify.annotations.Nullable;

/**
 * An order in an answer (contract 9).
 *
 * @param duplicated in the answer to a request to order: whether an earlier request placed it; else absent
 * @param location where to get it, inside other answers; else absent, and the header says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"orderId", "userId", "prodCode", "amount", "status", "createdAt", "duplicated", "location"})
record OrderBody(
        String orderId,
        String userId,
        String prodCode,
        String amount,
        String status,
        String createdAt,
        @Nullable Boolean duplicated,
        @Nullable String location) {

    static OrderBody of(Order order) {
        return of(order, null, null);
    }

    static OrderBody answering(Order order, boolean duplicated) {
        return of(order, duplicated, null);
    }

    static OrderBody existing(Order order) {
        return of(order, null, location(order));
    }

    static String location(Order order) {
        return OrderController.PATH + "/" + order.orderId();
    }

    private static OrderBody of(Order order, @Nullable Boolean duplicated, @Nullable String location) {
        return new OrderBody(
                order.orderId().toString(),
                order.userId(),
                order.prodCode(),
                order.amount().toString(),
                order.status().name(),
                UtcTime.format(order.createdAt()),
                duplicated,
                location);
    }
}
