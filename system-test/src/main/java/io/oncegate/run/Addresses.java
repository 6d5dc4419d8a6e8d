package io.oncegate.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of a run, each with a property to choose another.
 *
 * @param gateway for clients
 * @param gatewayManagement the gateway's health
 * @param orders the order service, for the gateway only
 * @param ordersManagement the order service's health
 * @param redis the gateway's embedded Redis
 * @param postgres the order service's embedded PostgreSQL
 */
record Addresses(int gateway, int gatewayManagement, int orders, int ordersManagement, int redis, int postgres) {

    private static final String GATEWAY = "oncegate.port";
    private static final String GATEWAY_MANAGEMENT = "oncegate.management-port";
    private static final String ORDERS = "oncegate.orders-port";
    private static final String ORDERS_MANAGEMENT = "oncegate.orders-management-port";

    /** The usual ones, or those that system properties name. The two servers go elsewhere where theirs is taken. */
    static Addresses fromSystemProperties() {
        return new Addresses(
                Integer.getInteger(GATEWAY, 8080),
                Integer.getInteger(GATEWAY_MANAGEMENT, 8081),
                Integer.getInteger(ORDERS, 8090),
                Integer.getInteger(ORDERS_MANAGEMENT, 8091),
                Ports.freeOrOther(Integer.getInteger("oncegate.redis-port", 16379)),
                Ports.freeOrOther(Integer.getInteger("oncegate.postgres-port", 15432)));
    }

    /** Says which port is taken, and what to do about it. */
    Optional<String> conflict() {
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put(GATEWAY, gateway);
        needed.put(GATEWAY_MANAGEMENT, gatewayManagement);
        needed.put(ORDERS, orders);
        needed.put(ORDERS_MANAGEMENT, ordersManagement);
        return needed.entrySet().stream()
                .filter(port -> !Ports.isFree(port.getValue()))
                .map(port ->
                        "Port " + port.getValue() + " is taken. Stop what listens there, or choose another port with"
                                + " -D" + port.getKey() + "=...")
                .findFirst();
    }
}
