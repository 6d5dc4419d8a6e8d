package io.oncegate.orders.app;

import io.oncegate.database.Dialect;
import io.oncegate.database.Timeouts;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Fits the database's own kind of migrations and limits to it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    Dialect dialect(DataSource dataSource) throws SQLException {
        return Dialect.of(dataSource);
    }

    @Bean
    FlywayConfigurationCustomizer migrationsOf(Dialect dialect) {
        return flyway -> flyway.locations(dialect.migrations()).placeholders(dialect.placeholders());
    }

    /** Reads the environment by itself: a post-processor comes before the beans that properties are bound to. */
    @Bean
    static Timeouts timeouts(Environment environment) {
        return new Timeouts(
                environment.getProperty("orders.database.connect-timeout", Duration.class, Duration.ofSeconds(5)),
                environment.getProperty("orders.database.answer-timeout", Duration.class, Duration.ofSeconds(20)));
    }
}
