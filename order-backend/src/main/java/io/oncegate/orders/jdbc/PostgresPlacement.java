package io.oncegate.orders.jdbc;

import io.oncegate.orders.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL: a unique violation would abort the transaction, so the insert has to step aside by itself. */
final class PostgresPlacement implements Placement {

    private final JdbcClient client;
    private final OrderRows rows;

    PostgresPlacement(JdbcClient client, OrderRows rows) {
        this.client = client;
        this.rows = rows;
    }

    @Override
    public boolean insert(Order order) {
        return client.sql(OrderRows.INSERT + " on conflict (user_id, dedup_key) do nothing returning order_id")
                .params(rows.values(order))
                .query()
                .optionalValue()
                .isPresent();
    }

    @Override
    public void serialiseSameContent(Order order) {
        // two contents that share a hash merely wait for each other
        client.sql("select pg_advisory_xact_lock(hashtextextended(:content, 0))")
                .param("content", content(order))
                .query()
                .optionalValue();
    }

    private static String content(Order order) {
        String user = order.userId();
        return "orders/" + user.length() + ":" + user + "/" + order.prodCode() + "/" + order.amount();
    }
}
