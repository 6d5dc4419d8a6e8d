package io.oncegate.orders.jdbc;

import io.oncegate.database.Dialect;
import io.oncegate.orders.DedupKey;
import io.oncegate.orders.Insertion;
import io.oncegate.orders.Order;
import io.oncegate.orders.OrderRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Orders in a relational database, under {@code uniq_dedup_key (user_id, dedup_key)}.
 *
 * <p>Needs READ COMMITTED, where each statement sees what was committed before it: the read after a lost insert must see
 * the winner's order. {@code order-backend.yml} sets it for every connection.
 */
public final class JdbcOrderRepository implements OrderRepository {

    private static final int ATTEMPTS = 5;

    private final JdbcClient client;
    private final TransactionOperations transactions;
    private final Dialect dialect;
    private final OrderRows rows;
    private final Placement placement;

    public JdbcOrderRepository(Dialect dialect, JdbcClient client, TransactionOperations transactions) {
        this.client = client;
        this.transactions = transactions;
        this.dialect = dialect;
        this.rows = new OrderRows(dialect);
        this.placement =
                dialect == Dialect.POSTGRESQL ? new PostgresPlacement(client, rows) : new MariaPlacement(client, rows);
    }

    @Override
    public Insertion insert(Order order, Optional<Instant> similarSince) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.execute(transaction -> insert(order, similarSince, transaction));
            } catch (PessimisticLockingFailureException e) {
                // the database rolled this transaction back to end a deadlock, so nothing has happened yet
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Insertion insert(Order order, Optional<Instant> similarSince, TransactionStatus transaction) {
        // Before the insert, so that repetitions wait here and not for a row that may yet be taken back: on MariaDB
        // such
        // waiters deadlock. Whoever has inserted waits for nothing further, so no deadlock can come of this lock
        // itself.
        similarSince.ifPresent(since -> placement.serialiseSameContent(order));
        if (!placement.insert(order)) {
            return new Insertion.KeyTaken(find(order.userId(), order.key()).orElseThrow());
        }
        // only after the insert: a taken key has its answer, whatever else was ordered
        Optional<Order> similar = similarSince.flatMap(since -> similar(order, since));
        similar.ifPresent(existing -> transaction.setRollbackOnly());
        return similar.<Insertion>map(Insertion.Similar::new).orElseGet(() -> new Insertion.Inserted(order));
    }

    private Optional<Order> similar(Order order, Instant since) {
        return client.sql("select " + OrderRows.COLUMNS + " from orders"
                        + " where user_id = :userId and prod_code = :prodCode and amount = :amount"
                        + " and created_at >= :since and order_id <> :orderId"
                        + " order by created_at desc limit 1")
                .param("userId", order.userId())
                .param("prodCode", order.prodCode())
                .param("amount", order.amount().value())
                .param("since", dialect.timestamp(since))
                .param("orderId", order.orderId())
                .query(rows)
                .optional();
    }

    @Override
    public Optional<Order> find(String userId, UUID orderId) {
        return client.sql("select " + OrderRows.COLUMNS + " from orders"
                        + " where order_id = :orderId and user_id = :userId")
                .param("orderId", orderId)
                .param("userId", userId)
                .query(rows)
                .optional();
    }

    @Override
    public Optional<Order> find(String userId, DedupKey key) {
        return client.sql("select " + OrderRows.COLUMNS + " from orders"
                        + " where user_id = :userId and dedup_key = :dedupKey")
                .param("userId", userId)
                .param("dedupKey", key.value())
                .query(rows)
                .optional();
    }

    @Override
    public List<Order> list(String userId, Optional<UUID> after, int limit) {
        // ids grow with time, so "newest first" and "older than that one" both read one index
        JdbcClient.StatementSpec select = client.sql("select " + OrderRows.COLUMNS + " from orders"
                        + " where user_id = :userId"
                        + (after.isPresent() ? " and order_id < :after" : "")
                        + " order by order_id desc limit :limit")
                .param("userId", userId)
                .param("limit", limit);
        return after.map(id -> select.param("after", id))
                .orElse(select)
                .query(rows)
                .list();
    }
}
