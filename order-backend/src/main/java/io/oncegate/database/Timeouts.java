package io.oncegate.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives every connection a limit on how long to wait for the database, unless its URL sets one, so that a hung database
 * holds no thread for ever. Each driver has its own unit for the same two properties, hence code and not configuration.
 */
public final class Timeouts implements BeanPostProcessor {

    private static final String CONNECT = "connectTimeout";
    private static final String ANSWER = "socketTimeout";

    private final Duration connect;
    private final Duration answer;

    /**
     * @param connect the longest wait for a connection to be established
     * @param answer the longest silence on a connection while an answer is due
     */
    public Timeouts(Duration connect, Duration answer) {
        this.connect = connect;
        this.answer = answer;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            boolean inSeconds = pool.getJdbcUrl().startsWith("jdbc:postgresql:");
            set(pool, CONNECT, inSeconds ? connect.toSeconds() : connect.toMillis());
            set(pool, ANSWER, inSeconds ? answer.toSeconds() : answer.toMillis());
            pool.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return bean;
    }

    private static void set(HikariDataSource pool, String property, long value) {
        boolean chosen = pool.getJdbcUrl().contains(property + "=")
                || pool.getDataSourceProperties().containsKey(property);
        if (!chosen) {
            pool.addDataSourceProperty(property, Long.toString(value));
        }
    }
}
