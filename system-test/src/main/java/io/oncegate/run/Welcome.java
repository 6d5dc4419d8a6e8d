package io.oncegate.run;

/**
 * What a person needs to know once everything runs.
 *
 * @param addresses where it runs
 * @param installation where its logs are
 */
record Welcome(Addresses addresses, Installation installation) {

    @Override
    public String toString() {
        String gateway = "http://localhost:" + addresses.gateway();
        return """

                Oncegate runs. Ctrl-C stops it.

                  order page %s/
                  gateway    %s   (health: http://localhost:%d/actuator/health)
                  operators  http://localhost:%d/operators/
                  accounts   alice/alice and bob/bob (customers), ops/ops (operator), audit/audit (operator who
                             only reads): for trying out only
                  logs       %s

                Place an order; then paste the same line again: same bytes, "Idempotent-Replayed: true", one order.

                  curl -i -u alice:alice -H 'Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"' \\
                    -H 'Content-Type: application/json' -d '{"prodCode":"SKU-1","amount":"12.50"}' %s/api/orders

                Look inside:

                  redis-cli -p %d --scan
                  psql -h localhost -p %d -U postgres postgres -c 'select * from orders'
                """.formatted(
                        gateway,
                        gateway,
                        addresses.gatewayManagement(),
                        addresses.gatewayManagement(),
                        installation.log("run"),
                        gateway,
                        addresses.redis(),
                        addresses.postgres());
    }
}
