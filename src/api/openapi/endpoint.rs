//! An endpoint: its handler and, beside it, everything that a caller has to know.

use super::access::Access;
use super::declared::Declared;
use super::schema::Schema;
use crate::app::App;
use crate::body::{Body, Fields};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::MethodFilter;
use quittance_store::keys::KeyRole;
use serde_json::{Map, Value};

/// What an id in a path names.
#[derive(Debug, PartialEq, Eq)]
pub struct Noun {
    pub name: &'static str,
    /// Stands for any such id throughout the document's examples.
    pub example: &'static str,
}

/// Where a parameter stands.
#[derive(Clone, Debug)]
pub enum Place {
    /// In the path, naming something that must exist.
    Path(&'static Noun),
    Query {
        required: bool,
    },
    /// In the query, naming something; when there is no such thing, nothing is found.
    QueryId(&'static Noun),
}

/// A parameter of a path or a query.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub place: Place,
    pub description: String,
    pub schema: Schema,
}

/// The reply of a request that succeeds.
#[derive(Clone, Debug)]
pub struct Success {
    pub status: StatusCode,
    pub description: &'static str,
    pub content_type: &'static str,
    pub schema: Schema,
    /// Headers beside those of every reply, with what they say.
    pub headers: Vec<(&'static str, &'static str)>,
}

/// A request's body.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Each a body of its own.
    pub shapes: Vec<Schema>,
    pub content_types: Vec<&'static str>,
    /// The type of the one file of a form that the body may be too.
    pub file: Option<&'static str>,
    pub examples: Vec<(&'static str, Value)>,
}

/// A handler with its declaration.
#[derive(Debug)]
pub struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    /// What it is called in generated clients, such as `record_payment`.
    pub name: &'static str,
    pub summary: &'static str,
    pub description: &'static str,
    /// Open to everyone when absent.
    pub access: Option<Access>,
    /// Paths at which it is served too.
    pub others: Vec<&'static str>,
    /// Asks for a password.
    pub logs_in: bool,
    /// What becomes of a request that is sent twice, where it is not answered as before by its
    /// request id.
    pub sent_twice: Option<&'static str>,
    /// Its query or its body names something that may not exist.
    pub names_something: bool,
    /// What a reply that nothing was found is, when it is not JSON.
    pub not_found_as: Option<&'static str>,
    pub parameters: Vec<Parameter>,
    pub body: Option<RequestBody>,
    pub success: Success,
    pub(super) handler: Declared,
}

const JSON: &str = "application/json";

impl Endpoint {
    /// A `GET`.
    pub fn get<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Endpoint {
        Endpoint::new(
            Method::GET,
            path,
            name,
            Declared::at(MethodFilter::GET, handler),
        )
    }

    /// A `POST`.
    pub fn post<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Endpoint {
        Endpoint::new(
            Method::POST,
            path,
            name,
            Declared::at(MethodFilter::POST, handler),
        )
    }

    /// A `PUT`.
    pub fn put<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Endpoint {
        Endpoint::new(
            Method::PUT,
            path,
            name,
            Declared::at(MethodFilter::PUT, handler),
        )
    }

    /// A `PATCH`.
    pub fn patch<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Endpoint {
        Endpoint::new(
            Method::PATCH,
            path,
            name,
            Declared::at(MethodFilter::PATCH, handler),
        )
    }

    /// A `DELETE`.
    pub fn delete<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Endpoint {
        Endpoint::new(
            Method::DELETE,
            path,
            name,
            Declared::at(MethodFilter::DELETE, handler),
        )
    }

    fn new(method: Method, path: &'static str, name: &'static str, handler: Declared) -> Endpoint {
        Endpoint {
            method,
            path,
            name,
            summary: "",
            description: "",
            access: None,
            others: Vec::new(),
            logs_in: false,
            sent_twice: None,
            names_something: false,
            not_found_as: None,
            parameters: Vec::new(),
            body: None,
            success: Success {
                status: StatusCode::OK,
                description: "",
                content_type: JSON,
                schema: Schema::object(),
                headers: Vec::new(),
            },
            handler,
        }
    }

    /// What it does: a line, and what else there is to know (Markdown).
    pub fn says(mut self, summary: &'static str, description: &'static str) -> Endpoint {
        (self.summary, self.description) = (summary, description);
        self
    }

    /// Who may call: at least this role, with this scope.
    /// The handler takes a [`crate::auth::Caller`], which enforces it.
    pub fn needs(mut self, role: KeyRole, scope: &'static str) -> Endpoint {
        self.access = Some(Access {
            role,
            scope: Some(scope),
        });
        self
    }

    /// Who may call: at least this role, with any scope.
    pub fn needs_role(mut self, role: KeyRole) -> Endpoint {
        self.access = Some(Access { role, scope: None });
        self
    }

    /// Serves another path in the same way.
    pub fn also_at(mut self, path: &'static str) -> Endpoint {
        self.others.push(path);
        self
    }

    /// Asks for a password instead of a credential.
    pub fn logs_in(mut self) -> Endpoint {
        self.logs_in = true;
        self
    }

    /// Heeds no request id, since this is what becomes of a request that is sent twice.
    pub fn sent_twice(mut self, becomes: &'static str) -> Endpoint {
        self.sent_twice = Some(becomes);
        self
    }

    /// The query or the body names something; when there is no such thing, nothing is found.
    pub fn names_something(mut self) -> Endpoint {
        self.names_something = true;
        self
    }

    /// That nothing was found is answered in another content type than JSON.
    pub fn not_found_as(mut self, content_type: &'static str) -> Endpoint {
        self.not_found_as = Some(content_type);
        self
    }

    /// An id in the path.
    pub fn id(mut self, name: &'static str, noun: &'static Noun) -> Endpoint {
        self.parameters.push(Parameter {
            name,
            place: Place::Path(noun),
            description: format!("The {}'s id.", noun.name),
            schema: Schema::text(noun.example).with("minLength", 1.into()),
        });
        self
    }

    /// An optional parameter of the query; its schema's example is run as a test.
    pub fn query(mut self, name: &'static str, schema: Schema, description: &str) -> Endpoint {
        self.parameters.push(Parameter {
            name,
            place: Place::Query { required: false },
            description: description.to_owned(),
            schema,
        });
        self
    }

    /// An optional id in the query.
    pub fn query_id(self, name: &'static str, noun: &'static Noun, description: &str) -> Endpoint {
        let mut endpoint = self.query(name, Schema::text(noun.example), description);
        if let Some(parameter) = endpoint.parameters.last_mut() {
            parameter.place = Place::QueryId(noun);
        }
        endpoint
    }

    /// A parameter that the query must have.
    pub fn required_query(self, name: &'static str, schema: Schema, about: &str) -> Endpoint {
        let mut endpoint = self.query(name, schema, about);
        if let Some(parameter) = endpoint.parameters.last_mut() {
            parameter.place = Place::Query { required: true };
        }
        endpoint
    }

    /// The body that the handler reads as a `B`; its schema is recorded from that reading.
    pub fn body<B: Body>(self) -> Endpoint {
        self.body_given::<B>(Map::new())
    }

    /// Another body, which `B` recognises by these members.
    pub fn body_given<B: Body>(mut self, members: Map<String, Value>) -> Endpoint {
        let shape = Fields::record::<B>(members);
        self.request_body().shapes.push(shape);
        self
    }

    /// A body that is no object, by its shape; it may also be of this type, as text.
    pub fn body_of(mut self, shape: Schema, or_type: &'static str) -> Endpoint {
        let body = self.request_body();
        body.shapes.push(shape);
        body.content_types.push(or_type);
        self
    }

    /// The body may be a form too.
    pub fn or_form(mut self) -> Endpoint {
        let form = "application/x-www-form-urlencoded";
        self.request_body().content_types.push(form);
        self
    }

    /// The body may be a form with a member `file` of this type too.
    pub fn or_file(mut self, content_type: &'static str) -> Endpoint {
        self.request_body().file = Some(content_type);
        self
    }

    /// A request as one would send it; it is run as a test.
    pub fn example(mut self, title: &'static str, body: Value) -> Endpoint {
        self.request_body().examples.push((title, body));
        self
    }

    fn request_body(&mut self) -> &mut RequestBody {
        self.body.get_or_insert_with(|| RequestBody {
            shapes: Vec::new(),
            content_types: vec![JSON],
            file: None,
            examples: Vec::new(),
        })
    }

    /// What success is answered with.
    pub fn replies(
        mut self,
        status: StatusCode,
        description: &'static str,
        schema: Schema,
    ) -> Endpoint {
        (self.success.status, self.success.description) = (status, description);
        self.success.schema = schema;
        self
    }

    /// The reply is not JSON.
    pub fn as_content(mut self, content_type: &'static str) -> Endpoint {
        self.success.content_type = content_type;
        self
    }

    /// A header of the reply, and what it says.
    pub fn with_header(mut self, name: &'static str, description: &'static str) -> Endpoint {
        self.success.headers.push((name, description));
        self
    }

    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }
}
