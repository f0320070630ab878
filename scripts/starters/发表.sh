#!/bin/sh
# 发表：双击，或者在终端里运行。
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
cd -- "$here/../.." || exit 1
export PYTHONUTF8=1 PYTHONIOENCODING=utf-8:replace
if [ -x .venv/bin/python ]; then
  .venv/bin/python -m scripts.forms "$@"
  status=$?
  if [ "$status" -eq 0 ]; then echo "好了：要发的表和通知在“发表”文件夹里。"; else echo "没有完成，按上面的话改好，再双击一次。"; fi
else
  echo "还没有装好：这个文件夹里没有 .venv。"
  echo "请按 README.md 装好一次（要联网），或者从装好的电脑把整个文件夹拷来。"
  status=1
fi
if [ -t 0 ]; then printf "按回车键关闭。"; read -r _; fi
exit "$status"
