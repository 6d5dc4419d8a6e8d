package io.oncegate.orders.app;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that the real application keeps on every kind of database. Users are new in each test, rows stay. */
@ParameterizedClass
@MethodSource("io.oncegate.orders.app.Databases#all")
abstract class ServiceTest {

    static final String COFFEE = "{\"prodCode\": \"SKU-1\", \"amount\": \"12.50\"}";
    static final String TEA = "{\"prodCode\": \"SKU-2\", \"amount\": \"12.50\"}";
    static final String COFFEE_CONFIRMED =
            "{\"prodCode\": \"SKU-1\", \"amount\": \"12.50\", \"confirmDuplicate\": true}";

    @Parameter
    Database database = Databases.POSTGRESQL;

    String alice = "";
    String bob = "";

    @BeforeEach
    void newUsers() {
        String run = UUID.randomUUID().toString().substring(0, 8);
        alice = "alice-" + run;
        bob = "bob-" + run;
    }

    RunningService service() {
        return database.service();
    }

    long ordersOf(String user) {
        return service().count("select count(*) from orders where user_id = ?", user);
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }
}
