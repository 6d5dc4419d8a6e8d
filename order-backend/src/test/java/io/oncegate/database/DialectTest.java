package io.oncegate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

    @ParameterizedTest
    @CsvSource({"PostgreSQL, POSTGRESQL", "MariaDB, MARIADB", "MySQL, MYSQL"})
    void theDatabaseNamesItsDialect(String product, Dialect dialect) {
        assertThat(Dialect.named(product)).isEqualTo(dialect);
    }

    @Test
    void anotherDatabaseIsRefusedByName() {
        assertThatIllegalStateException().isThrownBy(() -> Dialect.named("H2")).withMessageContaining("H2");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d, 5, 20",
        "jdbc:mariadb://h/d, 5000, 20000",
        "jdbc:postgresql://h/d?socketTimeout=7, 5,"
    })
    void timeoutsAreInTheDriversOwnUnitUnlessTheUrlSetsThem(String url, String connect, String answer) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)).postProcessBeforeInitialization(pool, "pool");

            assertThat(pool.getDataSourceProperties().getProperty("connectTimeout"))
                    .isEqualTo(connect);
            assertThat(pool.getDataSourceProperties().getProperty("socketTimeout"))
                    .isEqualTo(answer);
        }
    }
}
