"""Adaptive Cards 1.5 as tables: which properties an element has. Source: adaptivecards.io/explorer.

Teams leaves unknown properties alone; refusing them is stricter, and finds what was misspelt.
"""

_BLOCK = {"type", "id", "isVisible", "spacing", "separator", "height", "fallback", "requires", "targetWidth"}
_TEXT = {"text", "color", "fontType", "isSubtle", "size", "weight"}
_INPUT = {"label", "isRequired", "errorMessage", "value"}
_BOX = {"selectAction", "style", "verticalContentAlignment", "bleed", "backgroundImage", "minHeight", "rtl"}
_ACTION = {"type", "id", "title", "iconUrl", "style", "fallback", "tooltip", "isEnabled", "mode", "requires"}

# Type -> what it must have, and what it may.
ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "TextBlock": ({"text"}, _BLOCK | _TEXT | {"horizontalAlignment", "maxLines", "wrap", "style"}),
    "RichTextBlock": ({"inlines"}, _BLOCK | {"horizontalAlignment"}),
    "Image": (
        {"url", "altText"},
        _BLOCK
        | {"backgroundColor", "horizontalAlignment", "selectAction", "size", "style", "width", "msteams"},
    ),
    "ImageSet": ({"images"}, _BLOCK | {"imageSize"}),
    "ActionSet": ({"actions"}, _BLOCK),
    "Container": ({"items"}, _BLOCK | _BOX),
    "ColumnSet": ({"columns"}, _BLOCK | _BOX | {"horizontalAlignment"}),
    "Column": ({"items"}, _BLOCK | _BOX | {"width"}),
    "FactSet": ({"facts"}, _BLOCK),
    "Table": (
        {"columns", "rows"},
        _BLOCK
        | {"firstRowAsHeader", "showGridLines", "gridStyle", "style"}
        | {"horizontalCellContentAlignment", "verticalCellContentAlignment"},
    ),
    "TableRow": (
        {"cells"},
        {"type", "style", "horizontalCellContentAlignment", "verticalCellContentAlignment"},
    ),
    "TableCell": ({"items"}, {"type"} | _BOX),
    "Input.Text": (
        {"id"},
        _BLOCK | _INPUT | {"isMultiline", "maxLength", "placeholder", "regex", "style", "inlineAction"},
    ),
    "Input.Number": ({"id"}, _BLOCK | _INPUT | {"max", "min", "placeholder"}),
    "Input.Date": ({"id"}, _BLOCK | _INPUT | {"max", "min", "placeholder"}),
    "Input.Time": ({"id"}, _BLOCK | _INPUT | {"max", "min", "placeholder"}),
    "Input.Toggle": ({"id", "title"}, _BLOCK | _INPUT | {"valueOn", "valueOff", "wrap"}),
    "Input.ChoiceSet": (
        {"id"},
        _BLOCK | _INPUT | {"choices", "choices.data", "isMultiSelect", "style", "placeholder", "wrap"},
    ),
}
RUN = {
    *("type", "highlight", "italic", "selectAction", "strikethrough", "underline"),
    *_TEXT,
}
CARD = {
    *("type", "$schema", "version", "body", "actions", "refresh", "fallbackText", "speak", "lang", "rtl"),
    *(
        "minHeight",
        "verticalContentAlignment",
        "backgroundImage",
        "selectAction",
        "msteams",
        "authentication",
    ),
}
ACTIONS: dict[str, tuple[set[str], set[str]]] = {
    "Action.Execute": ({"title"}, _ACTION | {"verb", "data", "associatedInputs"}),
    "Action.Submit": ({"title"}, _ACTION | {"data", "associatedInputs", "msteams"}),
    "Action.OpenUrl": ({"title", "url"}, _ACTION),
    "Action.ShowCard": ({"title", "card"}, _ACTION),
    "Action.ToggleVisibility": ({"title", "targetElements"}, _ACTION),
}
WORDS: dict[str, set[str]] = {
    "color": {"default", "dark", "light", "accent", "good", "warning", "attention"},
    "weight": {"default", "lighter", "bolder"},
    "fontType": {"default", "monospace"},
    "spacing": {"default", "none", "small", "medium", "large", "extralarge", "padding"},
    "horizontalAlignment": {"left", "center", "right"},
    "horizontalCellContentAlignment": {"left", "center", "right"},
    "verticalContentAlignment": {"top", "center", "bottom"},
    "verticalCellContentAlignment": {"top", "center", "bottom"},
    "gridStyle": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "associatedInputs": {"auto", "none"},
    "mode": {"primary", "secondary"},
}
SIZES = {
    "TextBlock": {"default", "small", "medium", "large", "extralarge"},
    "TextRun": {"default", "small", "medium", "large", "extralarge"},
    "Image": {"auto", "stretch", "small", "medium", "large"},
}
_BOXES = {"default", "emphasis", "good", "attention", "warning", "accent"}
STYLES = {
    "TextBlock": {"default", "heading", "columnheader"},
    "Image": {"default", "person"},
    "Input.Text": {"text", "tel", "url", "email", "password"},
    "Input.ChoiceSet": {"compact", "expanded", "filtered"},
    **dict.fromkeys(("Container", "ColumnSet", "Column", "Table", "TableRow", "TableCell"), _BOXES),
    **{kind: {"default", "positive", "destructive"} for kind in ACTIONS},
}
