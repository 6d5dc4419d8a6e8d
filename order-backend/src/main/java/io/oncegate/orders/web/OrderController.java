package io.oncegate.orders.web;

import io.oncegate.edge.Caller;
import io.oncegate.edge.FieldFault;
import io.oncegate.edge.PathId;
import io.oncegate.edge.Problem;
import io.oncegate.orders.DedupKey;
import io.oncegate.orders.OrderService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders over HTTP (contract 9). */
@RestController
@RequestMapping(OrderController.PATH)
final class OrderController {

    static final String PATH = "/api/orders";

    private static final Problem NOT_FOUND =
            Problem.refusal(HttpStatus.NOT_FOUND, "order-not-found", "You have no order with this id.");

    private final OrderService service;
    private final PlaceAnswers answers = new PlaceAnswers();

    OrderController(OrderService service) {
        this.service = service;
    }

    @PostMapping
    ResponseEntity<Object> place(Caller caller, DedupKey key, @RequestBody OrderRequest request) {
        return request.read(caller.userId(), key, draft -> service.place(draft).fold(answers), answers::invalid);
    }

    @GetMapping("/{orderId}")
    ResponseEntity<Object> get(Caller caller, @PathVariable String orderId) {
        return PathId.read(orderId)
                .flatMap(id -> service.find(caller.userId(), id))
                .map(order -> ResponseEntity.ok((Object) OrderBody.of(order)))
                .orElseGet(NOT_FOUND::answer);
    }

    @GetMapping
    ResponseEntity<Object> list(
            Caller caller, @RequestParam @Nullable String limit, @RequestParam @Nullable String after) {
        return new PageRequest(limit, after)
                .read(
                        (size, last) -> ResponseEntity.ok(OrdersBody.of(service.list(caller.userId(), last, size))),
                        OrderController::invalid);
    }

    /** What became of an attempt to order, without executing anything. */
    @GetMapping(params = KeyRequest.PARAMETER)
    ResponseEntity<Object> madeUnder(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        return new KeyRequest(parameters)
                .read(
                        key -> ResponseEntity.ok(OrdersBody.of(
                                service.find(caller.userId(), key).stream().toList())),
                        OrderController::invalid);
    }

    private static ResponseEntity<Object> invalid(List<FieldFault> faults) {
        return Problem.refusal(HttpStatus.BAD_REQUEST, "request-invalid", "A parameter is at fault.")
                .with(faults)
                .answer();
    }
}
