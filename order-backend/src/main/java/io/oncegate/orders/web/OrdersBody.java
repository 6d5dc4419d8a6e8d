package io.oncegate.orders.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oncegate.orders.Order;
import io.oncegate.orders.OrderPage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders in an answer.
 *
 * @param orders the orders, newest first
 * @param next what to send as {@code after} for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"orders", "next"})
record OrdersBody(List<OrderBody> orders, @Nullable String next) {

    static OrdersBody of(List<Order> all) {
        return new OrdersBody(all.stream().map(OrderBody::of).toList(), null);
    }

    static OrdersBody of(OrderPage page) {
        return new OrdersBody(
                page.orders().stream().map(OrderBody::of).toList(),
                page.next().map(UUID::toString).orElse(null));
    }
}
