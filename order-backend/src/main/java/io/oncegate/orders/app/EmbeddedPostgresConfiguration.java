package io.oncegate.orders.app;

import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The profile {@code embedded}: a real PostgreSQL that lives as long as the service, for trying things out. */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
class EmbeddedPostgresConfiguration {

    @Bean
    EmbeddedDatabase embeddedDatabase(@Value("${orders.embedded.postgres.port:0}") int port) throws IOException {
        return EmbeddedDatabase.start(port);
    }

    /** Where these details exist, they win over {@code spring.datasource.url}; and the pool closes before the database. */
    @Bean
    JdbcConnectionDetails embeddedDatabaseDetails(EmbeddedDatabase database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return EmbeddedDatabase.USER;
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return database.jdbcUrl();
            }
        };
    }
}
