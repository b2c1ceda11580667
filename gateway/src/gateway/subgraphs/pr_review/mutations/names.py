"""What the contract's fields are called in this domain's inputs."""

# The inputs are flat, and call days and moments what the graph calls them.
NAMES = {
    "press_release": "",
    "release_date": "release_on",
    "release_time": "release_at",
    "file_name": "file",
    "country_code": "country",
    "first_contact_time": "first_contact_at",
    "publish_time": "published_at",
    "uri": "url",
    "start_time": "starts_at",
    "end_time": "ends_at",
    "due_time": "due_at",
}
# Where the press release is named by a field of that name, it is what the input is about.
ABOUT_ONE = NAMES | {"press_release": "id"}
