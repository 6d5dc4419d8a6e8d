package io.oncegate.orders.jdbc;

import io.oncegate.database.Dialect;
import io.oncegate.orders.Amount;
import io.oncegate.orders.DedupKey;
import io.oncegate.orders.Order;
import io.oncegate.orders.OrderStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;

/** How an order is a row: the one place that spells the columns. */
final class OrderRows implements RowMapper<Order> {

    static final String COLUMNS = "order_id, user_id, dedup_key, prod_code, amount, status, created_at";

    static final String INSERT = "insert into orders (" + COLUMNS + ")"
            + " values (:orderId, :userId, :dedupKey, :prodCode, :amount, :status, :createdAt)";

    private final Dialect dialect;

    OrderRows(Dialect dialect) {
        this.dialect = dialect;
    }

    Map<String, Object> values(Order order) {
        return Map.of(
                "orderId", order.orderId(),
                "userId", order.userId(),
                "dedupKey", order.key().value(),
                "prodCode", order.prodCode(),
                "amount", order.amount().value(),
                "status", order.status().name(),
                "createdAt", dialect.timestamp(order.createdAt()));
    }

    @Override
    public Order mapRow(ResultSet row, int rowNumber) throws SQLException {
        return new Order(
                row.getObject("order_id", UUID.class),
                row.getString("user_id"),
                new DedupKey(row.getString("dedup_key")),
                row.getString("prod_code"),
                new Amount(row.getBigDecimal("amount")),
                OrderStatus.valueOf(row.getString("status")),
                dialect.instant(row, "created_at"));
    }
}
