package io.oncegate.orders.app;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a service answered. */
record Reply(HttpResponse<String> response) {

    private static final JsonMapper JSON = JsonMapper.shared();

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("absent");
    }

    JsonNode json() {
        return JSON.readTree(response.body());
    }

    String text(String member) {
        return json().path(member).asString("absent");
    }

    String orderId() {
        return text("orderId");
    }

    /** The body but for the member that tells a repetition from the first answer. */
    JsonNode order() {
        return ((ObjectNode) json()).without("duplicated");
    }

    /** The fields at fault, by name. */
    List<String> faults() {
        return json().path("errors")
                .valueStream()
                .map(fault -> fault.path("field").asString())
                .toList();
    }
}
