package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The routes of {@code config/gateway.yml} with one more, {@link Route#GUESTBOOK}. */
final class FleetRoutes {

    private static final Path SHIPPED = Installation.find().root().resolve("config/gateway.yml");
    private static final Path WITH_GUESTBOOK = Installation.find().log("fleet-" + OwnPorts.FORK, "gateway.yml");

    /** What covers requests comes first: whatever else is ahead of it keeps replays behind the server. */
    private static final String GUESTBOOK =
            """
            id: guestbook
            uri: ${FEEDBACK_URI}
            predicates: [ "Path=%s" ]
            filters:
              - name: IdempotencyKey
                args:
                  caller: header=X-Tenant
                  in-flight-wait: 2s
              - SetPath=%s
              - SetRequestHeader=X-User-Id, %s
              - "SetRequestHeader=X-Gateway-Token, ${GATEWAY_TOKEN}"
            """.formatted(Route.GUESTBOOK.path(), Route.FEEDBACK.path(), Route.GUESTBOOK.caller());

    private FleetRoutes() {}

    /** The argument by which a gateway has them. */
    static String argument() {
        try {
            JsonNode all = tree(Files.readString(SHIPPED));
            ArrayNode routes = (ArrayNode) all.at("/spring/cloud/gateway/server/webflux/routes");
            routes.add(tree(GUESTBOOK));
            Files.createDirectories(WITH_GUESTBOOK.getParent());
            // JSON is YAML
            Files.writeString(WITH_GUESTBOOK, all.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "--spring.config.additional-location=file:" + WITH_GUESTBOOK.toAbsolutePath();
    }

    private static JsonNode tree(String yaml) {
        return JsonMapper.shared().valueToTree(new Yaml().load(yaml));
    }
}
